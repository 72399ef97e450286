-- What is earned in the published months and what is left for later days make the amount of every line, by currency;
-- each month's share is rounded to eight decimals, which adds up to less than a cent.
with

lines as (
    select
        currency,
        amount,
        coalesce(service_start, invoice_date) as earned_from,
        coalesce(service_end, invoice_date) as earned_to,
        {{ month_end(last_published_month()) }} as published_to
    from {{ ref('int_invoice_lines') }}
),

deferred as (
    select
        currency,
        {{ scale_amount(
            'amount',
            days_between('case when earned_from > published_to then earned_from else '
            ~ add_days('published_to', 1) ~ ' end', 'earned_to') ~ ' + 1',
            days_between('earned_from', 'earned_to') ~ ' + 1'
        ) }} as amount
    from lines
    where earned_to > published_to
),

both_sides as (
    select
        currency,
        amount
    from {{ ref('int_invoice_lines') }}
    union all
    select
        currency,
        -1 * amount as amount
    from deferred
    union all
    select
        currency,
        -1 * revenue_in_currency as amount
    from {{ ref('int_revenue_product_months') }}
)

select
    currency,
    sum(amount) as unexplained
from both_sides
group by currency
having abs(sum(amount)) >= 0.01
