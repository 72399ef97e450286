with

-- A line without a service period is earned on the day of its invoice.
lines as (
    select
        account_id,
        currency,
        amount,
        {{ month_of('posted_on') }} as posted_month,
        coalesce(service_start, invoice_date) as earned_from,
        coalesce(service_end, invoice_date) as earned_to
    from {{ ref('int_invoice_lines') }}
),

covered as (
    {{ days_by_month('lines') }}
),

earned as (
    select
        account_id,
        currency,
        month,
        greatest(month, posted_month) as known_month,
        cast(sum({{ scale_amount('amount', 'days_in_month', 'days_in_all') }}) as {{ type_amount() }})
            as revenue_in_currency
    from covered
    group by account_id, currency, month, greatest(month, posted_month)
),

-- Revenue enters with the month in which it became known and leaves twelve months after the one it was earned in.
changes as (
    {%- for month, sign in [('earned.known_month', 1), (add_months('earned.month', 12), -1)] %}
    select
        earned.account_id,
        {{ month }} as month,
        {{ sign }} * {{ convert_amount('earned.revenue_in_currency', 'rates.rate') }} as revenue
    from earned
    left join {{ ref('int_exchange_rates') }} as rates
        on
            earned.month = rates.month
            and earned.currency = rates.currency
    where earned.known_month < {{ add_months('earned.month', 12) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

changed as (
    select
        account_id,
        month,
        sum(revenue) as revenue
    from changes
    group by account_id, month
),

rolling as (
    select
        customers.month,
        customers.customer_id,
        sum(coalesce(changed.revenue, 0)) over (
            partition by customers.account_id
            order by customers.month asc
            rows between unbounded preceding and current row
        ) as revenue_ttm
    from {{ ref('int_customer_months') }} as customers
    left join changed
        on
            customers.account_id = changed.account_id
            and customers.month = changed.month
),

trailing_revenue as (
    select
        month,
        customer_id,
        cast(sum(revenue_ttm) as {{ type_sum() }}) as revenue_ttm
    from rolling
    group by month, customer_id
)

{{ classed_customer_months('trailing_revenue') }}
