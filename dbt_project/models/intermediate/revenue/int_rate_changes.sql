with

-- The newest version of a rate that was known on the day of the report; the first one stands for all the time before.
reported as (
    select
        reports.month,
        versions.currency,
        versions.rate_to_reporting as rate_then
    from {{ ref('int_reporting_dates') }} as reports
    inner join ({{ union_sources('fx_rate_versions') }}) as versions
        on
            reports.month = {{ month_of('versions.month') }}
            and coalesce(versions.known_from <= reports.reported_on, true)
            and coalesce(versions.known_until > reports.reported_on, true)
    where
        not versions.is_deleted
        and coalesce(versions.known_from < versions.known_until, true)
)

select
    reported.month,
    reported.currency,
    reported.rate_then,
    rates.rate as rate_now
from reported
inner join {{ ref('int_exchange_rates') }} as rates
    on
        reported.month = rates.month
        and reported.currency = rates.currency
where reported.rate_then <> rates.rate
