with

named as (
    select account_id from {{ ref('care_model') }}
    union
    select account_id from {{ ref('clock_items') }}
)

select
    named.account_id,
    'care_rule_without_account' as conflict,
    'The care model or the annual clock has a row for this account, yet no source holds the account.' as evidence
from named
left join {{ ref('int_accounts') }} as accounts
    on named.account_id = accounts.account_id
where
    named.account_id is not null
    and accounts.account_id is null
