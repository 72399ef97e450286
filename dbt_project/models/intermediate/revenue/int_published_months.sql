with

first_days as (
    select min(service_start) as first_day from {{ ref('int_invoice_lines') }}
    union all
    select min(invoice_date) as first_day from {{ ref('int_invoice_lines') }}
    union all
    select min(start_date) as first_day from {{ ref('int_subscriptions') }}
),

bounds as (
    select {{ month_of('min(first_day)') }} as first_month
    from first_days
),

months as (
    {{ month_spine('(select first_month from bounds)', last_published_month()) }}
)

select
    month,
    {{ month_end('month') }} as month_end
from months
