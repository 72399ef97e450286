-- Contacts done and required of a level are the sums over its rules, and no rule is left out.
with

counted as (
    select
        account_id,
        level,
        done,
        required,
        rules
    from {{ ref('care_compliance') }}
    union all
    select
        account_id,
        level,
        -done as done,
        -required as required,
        -1 as rules
    from {{ ref('care_rule_compliance') }}
)

select
    account_id,
    level
from counted
group by account_id, level
having
    sum(done) <> 0
    or sum(required) <> 0
    or sum(rules) <> 0
