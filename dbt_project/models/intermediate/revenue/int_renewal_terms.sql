with

-- Where the contract does not state its term, the length that most of its recurring revenue was invoiced for stands in.
invoiced_lengths as (
    select
        account_id,
        coalesce(subscription_id, '') as subscription_id,
        {{ months_between_months('service_start', add_days('service_end', 1)) }} as months,
        sum(amount) as amount
    from {{ ref('int_invoice_lines') }}
    where line_type = 'recurring'
    group by
        account_id,
        coalesce(subscription_id, ''),
        {{ months_between_months('service_start', add_days('service_end', 1)) }}
),

usual_lengths as (
    select
        account_id,
        subscription_id,
        months
    from (
        select
            *,
            row_number() over (
                partition by account_id, subscription_id
                order by amount desc, months desc
            ) as largest_first
        from invoiced_lengths
        where months > 0
    ) as ranked
    where largest_first = 1
),

termed as (
    select
        terms.account_id,
        terms.service_start,
        terms.counted_until,
        cast(coalesce(
            case when subscriptions.term_months > 0 then subscriptions.term_months end,
            usual_lengths.months
        ) as int) as term_months,
        {{ convert_amount('terms.monthly_amount', 'rates.rate') }} as monthly_amount
    from {{ ref('int_counted_terms') }} as terms
    inner join {{ ref('int_latest_rates') }} as rates
        on terms.currency = rates.currency
    left join {{ ref('int_subscriptions') }} as subscriptions
        on terms.subscription_id = subscriptions.subscription_id
    left join usual_lengths
        on
            terms.account_id = usual_lengths.account_id
            and coalesce(terms.subscription_id, '') = usual_lengths.subscription_id
),

-- One row per account of a life, so that a term is weighed once.
life_accounts as (
    select
        lives.customer_id,
        lives.life,
        balances.account_id,
        min(balances.month) as first_month,
        max(balances.month) as last_month
    from {{ ref('int_renewal_lives') }} as lives
    inner join {{ ref('int_mrr_balances') }} as balances
        on
            lives.customer_id = balances.customer_id
            and balances.month between lives.first_month and lives.last_month
    where balances.closing > 0
    group by lives.customer_id, lives.life, balances.account_id
),

weighed as (
    select
        life_accounts.customer_id,
        life_accounts.life,
        termed.term_months,
        sum(termed.monthly_amount * ({{ months_between_months(
            'greatest(termed.service_start, life_accounts.first_month)',
            'least(coalesce(termed.counted_until, life_accounts.last_month), life_accounts.last_month)'
        ) }} + 1)) as weight
    from life_accounts
    inner join termed
        on
            life_accounts.account_id = termed.account_id
            and termed.service_start <= {{ month_end('life_accounts.last_month') }}
            and coalesce(termed.counted_until, life_accounts.first_month) >= life_accounts.first_month
    where termed.term_months is not null
    group by life_accounts.customer_id, life_accounts.life, termed.term_months
)

select
    customer_id,
    life,
    term_months
from (
    select
        *,
        row_number() over (partition by customer_id, life order by weight desc, term_months desc) as largest_first
    from weighed
) as ranked
where largest_first = 1
