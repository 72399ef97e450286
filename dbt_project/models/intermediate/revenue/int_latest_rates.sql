with

ranked as (
    select
        rates.currency,
        rates.rate,
        row_number() over (partition by rates.currency order by rates.month desc) as newest_first
    from {{ ref('int_exchange_rates') }} as rates
    cross join {{ ref('int_policy_settings') }} as settings
    where
        rates.month <= {{ last_published_month() }}
        and rates.currency <> settings.reporting_currency
)

select
    currency,
    rate
from ranked
where newest_first = 1
union all
select
    reporting_currency as currency,
    cast(1 as {{ type_rate() }}) as rate
from {{ ref('int_policy_settings') }}
