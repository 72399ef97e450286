-- The next contact of every rule in force is in the calendar, unless it is due after the year.
with

planned as (
    select distinct
        account_id,
        level,
        activity_type
    from {{ ref('care_calendar') }}
    where kind = 'contact'
)

select
    rules.account_id,
    rules.level,
    rules.activity_type
from {{ ref('care_rule_compliance') }} as rules
left join planned
    on
        rules.account_id = planned.account_id
        and rules.level = planned.level
        and rules.activity_type = planned.activity_type
where
    rules.is_in_force
    and coalesce(rules.next_due <= {{ add_months(as_of(), 12) }}, true)
    and planned.account_id is null
