with

contracts as (
    select
        subscriptions.*,
        coalesce(
            subscriptions.term_months,
            {{ months_between_months('subscriptions.start_date', add_days('subscriptions.end_date', 1)) }}
        ) as term,
        settings.renewal_term_months
    from {{ ref('int_subscriptions') }} as subscriptions
    left join {{ ref('subscription_statuses') }} as statuses
        on subscriptions.status = statuses.status
    cross join {{ ref('int_reason_settings') }} as settings
    where coalesce(statuses.has_mrr, true)
),

-- A contract that goes on into its next term.
prolonged as (
    select
        contracts.account_id,
        contracts.currency,
        contracts.monthly_amount,
        months.month
    from contracts
    inner join {{ ref('int_published_months') }} as months
        on contracts.start_date < months.month
    where
        contracts.term >= contracts.renewal_term_months
        and mod({{ months_between_months('contracts.start_date', 'months.month') }}, nullif(contracts.term, 0)) = 0
        and coalesce(contracts.end_date >= {{ add_months(
            'contracts.start_date', months_between_months('contracts.start_date', 'months.month')
        ) }}, true)
),

-- A contract that another one for the same product takes over from; of several it is the one that begins first.
successors as (
    select
        contracts.account_id,
        later.currency,
        later.monthly_amount,
        {{ month_of('later.start_date') }} as month,
        row_number() over (
            partition by contracts.subscription_id order by later.start_date asc, later.subscription_id asc
        ) as earliest_first
    from contracts
    cross join {{ ref('int_policy_settings') }} as settings
    inner join contracts as later
        on
            {{ takes_over('later', 'contracts', 'contracts.end_date') }}
    where contracts.term >= contracts.renewal_term_months
),

renewed as (
    select * from prolonged
    union all
    select
        account_id,
        currency,
        monthly_amount,
        month
    from successors
    where earliest_first = 1
)

select
    renewed.account_id,
    renewed.month,
    cast(sum({{ convert_amount('renewed.monthly_amount', 'rates.rate') }}) as {{ type_money() }}) as mrr
from renewed
inner join {{ ref('int_published_months') }} as months
    on renewed.month = months.month
left join {{ ref('int_exchange_rates') }} as rates
    on
        renewed.month = rates.month
        and renewed.currency = rates.currency
group by renewed.account_id, renewed.month
