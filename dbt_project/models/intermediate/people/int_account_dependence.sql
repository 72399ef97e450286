with

contacts as (
    select
        account_id,
        owner_id,
        activity_id,
        activity_date
    from {{ ref('int_account_contacts') }}
    where
        is_within_12_months
        and owner_id is not null
),

by_employee as (
    select
        account_id,
        owner_id,
        count(*) as contacts,
        max(activity_date) as last_contact
    from contacts
    group by account_id, owner_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by account_id order by contacts desc, last_contact desc, owner_id asc
        ) as busiest_first
    from by_employee
),

-- Each contact against the one before it at the account: made by somebody else, and within how many days.
followed as (
    select
        account_id,
        owner_id,
        activity_date,
        lag(owner_id) over (partition by account_id order by activity_date asc, activity_id asc) as owner_before,
        lag(activity_date) over (partition by account_id order by activity_date asc, activity_id asc) as date_before
    from contacts
),

close_together as (
    select
        followed.account_id,
        count(distinct case
            when
                followed.owner_id <> followed.owner_before
                and {{ days_between('followed.date_before', 'followed.activity_date') }} <= settings.uncoordinated_days
                then followed.activity_date
        end) as uncoordinated_days,
        max({{ days_between('followed.date_before', 'followed.activity_date') }}) as longest_gap_days
    from followed
    cross join {{ ref('int_people_settings') }} as settings
    group by followed.account_id
)

select
    ranked.account_id,
    max(case when ranked.busiest_first = 1 then ranked.owner_id end) as top_employee_id,
    count(*) as own_employees,
    {{ safe_divide('max(case when ranked.busiest_first = 1 then ranked.contacts end)', 'sum(ranked.contacts)') }}
        as top_employee_share,
    max(close_together.uncoordinated_days) as uncoordinated_days,
    max(close_together.longest_gap_days) as longest_gap_days
from ranked
inner join close_together
    on ranked.account_id = close_together.account_id
group by ranked.account_id
