with

sources as (
    {{ union_sources('fx_rates') }}
),

stated as (
    select
        {{ month_of('sources.month') }} as month,
        sources.currency,
        sources.rate_to_reporting as rate
    from sources
    cross join {{ ref('int_policy_settings') }} as settings
    where
        not sources.is_deleted
        and sources.currency <> settings.reporting_currency
),

reporting as (
    select
        months.month,
        settings.reporting_currency as currency,
        cast(1 as {{ type_rate() }}) as rate
    from {{ ref('int_published_months') }} as months
    cross join {{ ref('int_policy_settings') }} as settings
)

select * from stated
union all
select * from reporting
