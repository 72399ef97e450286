with

first_days as (
    select min(service_start) as first_day from {{ ref('int_invoice_lines') }}
    union all
    select min(invoice_date) as first_day from {{ ref('int_invoice_lines') }}
    union all
    select min(start_date) as first_day from {{ ref('int_subscriptions') }}
)

{{ published_months_since('first_days') }}
