-- Months of work with customers reach back to the first request or contact, which may be older than the first invoice.
with

first_days as (
    select min(created_on) as first_day from {{ ref('int_tickets') }}
    union all
    select min(activity_date) as first_day from {{ ref('int_activities') }}
    union all
    select min(month) as first_day from {{ ref('int_published_months') }}
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
