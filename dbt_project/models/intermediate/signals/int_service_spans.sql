with

basis as (
    select
        basis.mrr_basis,
        settings.service_gap_days
    from {{ ref('int_mrr_basis') }} as basis
    cross join {{ ref('int_signal_settings') }} as settings
),

subscriptions as (
    select subscriptions.*
    from {{ ref('int_subscriptions') }} as subscriptions
    left join {{ ref('subscription_statuses') }} as statuses
        on subscriptions.status = statuses.status
    where coalesce(statuses.has_mrr or statuses.is_ended, true)
),

-- An end that a notice told late was not known before the notice.
ends as (
    select
        subscription_id,
        account_id,
        greatest(start_date, signed_date) as valid_from,
        {{ add_days(greater_of('end_date', 'notice_date'), 1) }} as ended_from
    from subscriptions
    where end_date is not null
),

contracts as (
    select
        subscriptions.account_id,
        greatest(subscriptions.start_date, subscriptions.signed_date) as valid_from,
        coalesce(ends.ended_from, {{ end_of_time() }}) as valid_until
    from subscriptions
    cross join basis
    left join ends
        on subscriptions.subscription_id = ends.subscription_id
    where
        basis.mrr_basis = 'subscriptions'
        and subscriptions.monthly_amount > 0
),

-- The next invoice may come late; only the known end of its contract says that there will be none.
invoiced as (
    select
        lines.account_id,
        greatest(lines.service_start, lines.posted_on) as valid_from,
        coalesce(greatest(
            {{ add_days('lines.service_end', 1) }},
            least(
                {{ add_days('lines.service_end', 'basis.service_gap_days + 1') }},
                coalesce(ends.ended_from, {{ end_of_time() }})
            )
        ), {{ end_of_time() }}) as valid_until
    from {{ ref('int_posted_invoice_lines') }} as lines
    cross join basis
    left join ends
        on lines.subscription_id = ends.subscription_id
    where
        basis.mrr_basis = 'invoices'
        and lines.line_type = 'recurring'
        and lines.amount > 0
        and lines.service_start is not null
)

{{ merged_spans('(select * from contracts union all select * from invoiced)', ['account_id']) }}
