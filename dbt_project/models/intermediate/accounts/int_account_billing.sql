with

latest_rates as (
    select
        currency,
        rate
    from (
        select
            currency,
            rate,
            row_number() over (partition by currency order by month desc) as newest_first
        from {{ ref('int_exchange_rates') }}
        where month <= {{ last_published_month() }}
    ) as ranked
    where newest_first = 1
),

valued as (
    select
        invoices.account_id,
        invoices.invoice_date,
        case
            when invoices.currency = settings.reporting_currency then invoices.amount
            else {{ convert_amount('invoices.amount', 'latest_rates.rate') }}
        end as amount,
        invoices.paid_date is null as is_open,
        invoices.paid_date is null and invoices.due_date < {{ as_of() }} as is_overdue,
        {{ days_between('invoices.due_date', as_of()) }} as days_past_due
    from {{ ref('int_invoices') }} as invoices
    cross join {{ ref('int_policy_settings') }} as settings
    left join latest_rates
        on invoices.currency = latest_rates.currency
)

select
    account_id,
    cast(sum(case when is_open then amount else 0 end) as {{ type_money() }}) as open_amount,
    cast(sum(case when is_overdue then amount else 0 end) as {{ type_money() }}) as overdue_amount,
    max(case when is_overdue then days_past_due end) as max_days_overdue,
    max(invoice_date) as last_invoice_date
from valued
group by account_id
