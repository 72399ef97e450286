-- A rule for every level and kind counts each contact of its window, and each of them once.
with

counted as (
    select
        rules.account_id,
        rules.done,
        count(activities.activity_id) as contacts
    from {{ ref('care_rule_compliance') }} as rules
    left join {{ ref('int_activities') }} as activities
        on
            rules.account_id = activities.account_id
            and activities.is_contact
            and activities.activity_date > rules.window_start
    where
        rules.level = 'any'
        and rules.activity_type = 'any'
    group by rules.account_id, rules.done
)

select
    account_id,
    done,
    contacts
from counted
where done <> contacts
