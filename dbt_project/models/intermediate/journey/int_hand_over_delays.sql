with

given as (
    select
        hand_overs.*,
        hand_overs.kind || ' ' || hand_overs.source_id as hand_over_id,
        {{ add_days('hand_overs.handed_over_on', 'settings.hand_over_days + 1') }} as late_on,
        '%;' || settings.hand_over_tag || ';%' as tag_sought
    from {{ ref('int_hand_overs') }} as hand_overs
    cross join {{ ref('int_journey_settings') }} as settings
),

taken as (
    select
        given.hand_over_id,
        min(contacts.activity_date) as taken_up_on
    from given
    inner join {{ ref('int_activities') }} as contacts
        on
            given.account_id = contacts.account_id
            and contacts.activity_date >= given.handed_over_on
            and contacts.activity_date < given.handed_over_until
            and case given.kind
                when 'support_to_customer_success' then true
                -- Anybody but the seller, unless nobody knows who that is.
                when 'sales_to_customer_success'
                    then coalesce(contacts.owner_id <> given.from_id, contacts.owner_id = given.to_id)
                else contacts.owner_id = given.to_id
            end
    where contacts.is_contact
    group by given.hand_over_id
),

noted as (
    select distinct given.hand_over_id
    from given
    left join taken
        on given.hand_over_id = taken.hand_over_id
    inner join {{ ref('int_activities') }} as notes
        on
            given.account_id = notes.account_id
            and notes.activity_date >= given.handed_over_on
            and notes.activity_date <= coalesce(taken.taken_up_on, {{ as_of() }})
            and notes.activity_date < given.handed_over_until
    where
        notes.status = 'done'
        and notes.activity_date <= {{ as_of() }}
        and (
            coalesce(notes.has_minutes, false)
            or coalesce(
                ';' || replace(replace(lower(notes.tags), '; ', ';'), ' ;', ';') || ';' like given.tag_sought, false
            )
        )
)

select
    given.hand_over_id,
    given.account_id,
    given.kind,
    given.from_id,
    given.to_id,
    case
        when taken.taken_up_on < given.late_on then 'taken_up'
        when taken.taken_up_on is not null then 'late'
        when least(given.late_on, given.handed_over_until) > {{ as_of() }} then 'open'
        when given.handed_over_until <= given.late_on then 'ended'
        else 'late'
    end as status,
    {{ days_between('given.handed_over_on', 'taken.taken_up_on') }} as delay_days,
    noted.hand_over_id is not null as has_note,
    given.handed_over_on,
    taken.taken_up_on,
    given.late_on
from given
left join taken
    on given.hand_over_id = taken.hand_over_id
left join noted
    on given.hand_over_id = noted.hand_over_id
