with

sources as (
    {{ union_sources('costs') }}
),

dated as (
    select
        sources.account_id,
        sources.product,
        sources.cost_type,
        {{ month_of('sources.month') }} as month,
        sources.amount,
        coalesce(sources.currency, settings.reporting_currency) as currency,
        settings.reporting_currency
    from sources
    cross join {{ ref('int_policy_settings') }} as settings
    where not sources.is_deleted
)

-- A cost of an unknown account cannot be charged with anybody: it stands in the quarantine and here without one. The
-- reporting currency needs no rate, so that a cost may be older than the first month of revenue.
select
    accounts.account_id,
    dated.product,
    dated.cost_type,
    dated.currency,
    dated.month,
    case
        when dated.currency = dated.reporting_currency then cast(dated.amount as {{ type_amount() }})
        else {{ convert_amount('dated.amount', 'rates.rate') }}
    end as direct_cost
from dated
left join {{ ref('int_exchange_rates') }} as rates
    on
        dated.month = rates.month
        and dated.currency = rates.currency
left join {{ ref('int_accounts') }} as accounts
    on dated.account_id = accounts.account_id
