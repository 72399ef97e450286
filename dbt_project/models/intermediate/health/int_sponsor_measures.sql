with

decision_makers as (
    select
        contact_id,
        account_id,
        coalesce(left_date, {{ end_of_time() }}) as left_on
    from {{ ref('int_contacts') }}
    where role = 'decision_maker'
),

days as (
    select distinct
        people.account_id,
        people.contact_id,
        people.left_on,
        activities.activity_date
    from {{ ref('int_activities') }} as activities
    inner join decision_makers as people
        on
            activities.account_id = people.account_id
            and activities.contact_id = people.contact_id
    where
        activities.is_contact
        and activities.activity_date < people.left_on
),

-- A contact is the last one with its person until the next one, and counts until the person leaves.
meetings as (
    select
        account_id,
        activity_date as met_on,
        coalesce(
            lead(activity_date) over (partition by account_id, contact_id order by activity_date asc), left_on
        ) as valid_until
    from days
),

last_meetings as (
    select
        scored.account_id,
        scored.scored_on,
        max(meetings.met_on) as met_on
    from {{ ref('int_scored_accounts') }} as scored
    inner join meetings
        on
            scored.account_id = meetings.account_id
            and scored.scored_on >= meetings.met_on
            and scored.scored_on < meetings.valid_until
    group by scored.account_id, scored.scored_on
),

present as (
    select
        scored.account_id,
        scored.scored_on,
        scored.customer_from,
        sum(case when scored.scored_on < people.left_on then 1 else 0 end) as people
    from {{ ref('int_scored_accounts') }} as scored
    inner join {{ ref('int_first_days') }} as told
        on
            told.feed = 'contacts'
            and scored.scored_on >= told.first_day
    inner join decision_makers as people
        on scored.account_id = people.account_id
    group by scored.account_id, scored.scored_on, scored.customer_from
)

-- Nobody being left who decides is no number of days: the row is there, and its measure is NULL, the worst there is.
select
    present.account_id,
    present.scored_on,
    case
        when present.people > 0
            then {{ days_between('coalesce(last_meetings.met_on, present.customer_from)', 'present.scored_on') }}
    end as measure,
    present.people as evidence
from present
left join last_meetings
    on
        present.account_id = last_meetings.account_id
        and present.scored_on = last_meetings.scored_on
