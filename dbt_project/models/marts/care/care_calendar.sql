with

by_rule as (
    select
        occurrences.account_id,
        case
            when occurrences.level = 'any' and occurrences.activity_type = 'any' then 'contact'
            when occurrences.level = 'any' then occurrences.activity_type
            when occurrences.activity_type = 'any' then occurrences.level || ' contact'
            else occurrences.level || ' ' || occurrences.activity_type
        end as item,
        'contact' as kind,
        occurrences.level,
        occurrences.activity_type,
        occurrences.segment,
        occurrences.carer_id as owner_id,
        occurrences.basis,
        occurrences.contact_number as occurrence,
        'rule' as origin,
        occurrences.level || '/' || occurrences.activity_type as name_of_item,
        cast(occurrences.min_count as string) || ' in ' || cast(occurrences.window_months as string)
        || ' months by ' || case occurrences.basis when 'contract' then 'contract' else 'the care model' end as task,
        case
            when occurrences.arranged_for is not null then 'planned'
            when occurrences.is_late then 'overdue'
            else 'due'
        end as status,
        coalesce(occurrences.arranged_for, weeks.due_date, occurrences.wanted_on) as due_date,
        occurrences.deadline,
        occurrences.last_contact
    from {{ ref('int_care_occurrences') }} as occurrences
    left join {{ ref('int_care_weeks') }} as weeks
        on
            occurrences.account_id = weeks.account_id
            and occurrences.level = weeks.level
            and occurrences.activity_type = weeks.activity_type
            and occurrences.contact_number = weeks.contact_number
),

by_clock as (
    select
        occurrences.account_id,
        occurrences.item,
        occurrences.kind,
        occurrences.level,
        coalesce(occurrences.activity_type, 'any') as activity_type,
        occurrences.segment,
        occurrences.owner_id,
        'policy' as basis,
        occurrences.occurrence,
        'clock' as origin,
        occurrences.item as name_of_item,
        occurrences.task,
        case
            when occurrences.done_on is not null then 'done'
            when occurrences.arranged_for is not null then 'planned'
            when occurrences.is_late then 'overdue'
            else 'due'
        end as status,
        coalesce(occurrences.done_on, occurrences.arranged_for, days.working_day) as due_date,
        occurrences.wanted_on as deadline,
        occurrences.done_on as last_contact
    from {{ ref('int_clock_occurrences') }} as occurrences
    left join {{ ref('int_care_days') }} as days
        on greatest(occurrences.wanted_on, {{ as_of() }}) = days.day
),

items as (
    select
        *,
        origin || '|' || account_id || '|' || name_of_item || '|' || cast(occurrence as string) as name_of_row
    from (
        select * from by_rule
        union all
        select * from by_clock
    ) as origins
)

select
    cast({{ dbt.hash('name_of_row') }} as string) as uid,
    cast(account_id as string) as account_id,
    cast(item as string) as item,
    cast(kind as string) as kind,
    cast(level as string) as level,
    cast(activity_type as string) as activity_type,
    cast(segment as string) as segment,
    cast(owner_id as string) as owner_id,
    cast(basis as string) as basis,
    cast(status as string) as status,
    cast(task as string) as task,
    cast(occurrence as int) as occurrence,
    cast(due_date as date) as due_date,
    cast(deadline as date) as deadline,
    cast(last_contact as date) as last_contact
from items
