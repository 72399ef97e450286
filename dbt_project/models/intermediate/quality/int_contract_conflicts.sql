with

subscriptions as (
    select * from {{ ref('int_subscriptions') }}
),

ended as (
    select
        subscriptions.account_id,
        count(*) as contracts
    from subscriptions
    inner join {{ ref('subscription_statuses') }} as statuses
        on subscriptions.status = statuses.status
    where
        statuses.is_ended
        and (subscriptions.end_date is null or subscriptions.end_date > {{ as_of() }})
    group by subscriptions.account_id
),

overlapping as (
    select
        earlier.account_id,
        count(*) as pairs
    from subscriptions as earlier
    inner join subscriptions as later
        on
            earlier.account_id = later.account_id
            and earlier.product = later.product
            and earlier.subscription_id < later.subscription_id
            and (earlier.end_date >= later.start_date or earlier.end_date is null)
            and (later.end_date >= earlier.start_date or later.end_date is null)
    group by earlier.account_id
),

in_two_currencies as (
    select
        account_id,
        count(distinct subscription_id) as contracts,
        min(subscription_id) as first_contract
    from {{ ref('int_second_currency_lines') }}
    group by account_id
)

select
    account_id,
    'cancelled_without_end' as conflict,
    'Contracts marked as cancelled without an end date in the past: ' || cast(contracts as string) || '.' as evidence
from ended
union all
select
    account_id,
    'overlapping_contracts' as conflict,
    'Pairs of contracts for one product that run at the same time: ' || cast(pairs as string) || '.' as evidence
from overlapping
union all
select
    account_id,
    'contract_in_two_currencies' as conflict,
    'Contracts billed in two currencies for the same days: ' || cast(contracts as string) || ', such as '
    || first_contract || '.' as evidence
from in_two_currencies
