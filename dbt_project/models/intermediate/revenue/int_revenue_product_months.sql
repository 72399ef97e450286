with

-- A line without a service period is earned on the day of its invoice.
lines as (
    select
        invoice_id,
        line_id,
        account_id,
        product,
        currency,
        amount,
        coalesce(service_start, invoice_date) as earned_from,
        coalesce(service_end, invoice_date) as earned_to
    from {{ ref('int_invoice_lines') }}
),

covered as (
    {{ days_by_month('lines') }}
),

earned as (
    select
        month,
        account_id,
        product,
        currency,
        cast(sum({{ scale_amount('amount', 'days_in_month', 'days_in_all') }}) as {{ type_amount() }})
            as revenue_in_currency
    from covered
    group by month, account_id, product, currency
)

select
    earned.month,
    earned.account_id,
    earned.product,
    earned.currency,
    earned.revenue_in_currency,
    rates.rate,
    {{ convert_amount('earned.revenue_in_currency', 'rates.rate') }} as revenue
from earned
left join {{ ref('int_exchange_rates') }} as rates
    on
        earned.month = rates.month
        and earned.currency = rates.currency
