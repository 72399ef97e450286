-- Months of work with customers reach back to the first request or contact, which may be older than the first invoice.
with

first_days as (
    select min(created_on) as first_day from {{ ref('int_tickets') }}
    union all
    select min(activity_date) as first_day from {{ ref('int_activities') }}
    union all
    select min(month) as first_day from {{ ref('int_published_months') }}
)

{{ published_months_since('first_days') }}
