with

contracts as (
    select
        subscriptions.*,
        months.month,
        months.month_end,
        {{ convert_amount('subscriptions.monthly_amount', 'rates.rate') }} as amount
    from {{ ref('int_subscriptions') }} as subscriptions
    inner join {{ ref('int_published_months') }} as months
        on
            subscriptions.signed_date <= months.month_end
            and (subscriptions.end_date >= months.month_end or subscriptions.end_date is null)
    inner join {{ ref('int_exchange_rates') }} as rates
        on
            months.month = rates.month
            and subscriptions.currency = rates.currency
    left join {{ ref('subscription_statuses') }} as statuses
        on subscriptions.status = statuses.status
    where
        coalesce(statuses.has_mrr, true)
        and (subscriptions.end_date >= subscriptions.start_date or subscriptions.end_date is null)
),

summed as (
    select
        month,
        sum(case when start_date <= month_end then amount else 0 end) as mrr,
        -- A contract with a notice before its first day is out: it was signed, and will bring nothing.
        sum(case
            when start_date > month_end and coalesce(notice_date > month_end, true) then amount else 0
        end) as signed_not_live,
        sum(case
            when start_date <= month_end and notice_date <= month_end and end_date is not null then amount else 0
        end) as noticed
    from contracts
    group by month
)

select
    cast(coalesce(summed.mrr, 0) as decimal(18, 2)) as mrr,
    cast(coalesce(summed.signed_not_live, 0) as decimal(18, 2)) as signed_not_live,
    cast(coalesce(summed.noticed, 0) as decimal(18, 2)) as noticed,
    cast(
        cast(coalesce(summed.mrr, 0) as decimal(18, 2))
        + cast(coalesce(summed.signed_not_live, 0) as decimal(18, 2))
        - cast(coalesce(summed.noticed, 0) as decimal(18, 2)) as decimal(18, 2)
    ) as cmrr,
    cast(months.month as date) as month
from {{ ref('int_published_months') }} as months
left join summed
    on months.month = summed.month
