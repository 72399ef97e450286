with

lines as (
    select
        sources.account_id as source_account_id,
        sources.currency,
        sources.amount,
        sources.service_start,
        sources.service_end,
        {{ add_days('sources.service_end', 1) }} as day_after
    from ({{ union_sources('invoice_lines') }}) as sources
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('int_account_ids') }} as ids
        on
            sources.account_id = ids.source_account_id
            and ids.system = '{{ system_of("invoice_lines") }}'
    where
        not sources.is_deleted
        and ids.account_id is null
        and sources.line_type in ('recurring', 'credit_correction')
        and coalesce({{ local_date('sources.posted_at', 'settings.timezone') }}, sources.invoice_date) <= {{ as_of() }}
),

invoiced as (
    {{ with_monthly_amount('lines') }}
),

contracted as (
    select
        sources.account_id as source_account_id,
        sources.currency,
        sources.monthly_amount,
        sources.start_date as service_start,
        -- An end that follows from a notice is known from the day of the notice.
        case when sources.notice_date > {{ as_of() }} then null else sources.end_date end as service_end
    from ({{ union_sources('subscriptions') }}) as sources
    left join {{ ref('subscription_statuses') }} as statuses
        on lower(sources.status) = statuses.status
    left join {{ ref('int_account_ids') }} as ids
        on
            sources.account_id = ids.source_account_id
            and ids.system = '{{ system_of("subscriptions") }}'
    where
        not sources.is_deleted
        and ids.account_id is null
        and coalesce(statuses.has_mrr, true)
        and sources.signed_date <= {{ as_of() }}
),

-- The same basis as that of the published book, so that the two can be laid side by side.
terms as (
    {%- for basis, relation in [('invoices', 'invoiced'), ('subscriptions', 'contracted')] %}
    select
        '{{ basis }}' as basis,
        source_account_id,
        currency,
        monthly_amount,
        service_start,
        service_end
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

converted as (
    select
        terms.source_account_id,
        case
            when terms.currency = settings.reporting_currency then cast(terms.monthly_amount as {{ type_amount() }})
            else {{ convert_amount('terms.monthly_amount', 'rates.rate') }}
        end as mrr
    from terms
    inner join {{ ref('int_mrr_basis') }} as basis
        on terms.basis = basis.mrr_basis
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('int_exchange_rates') }} as rates
        on
            terms.currency = rates.currency
            and rates.month = {{ last_published_month() }}
    where
        terms.service_start <= {{ month_end(last_published_month()) }}
        and (terms.service_end >= {{ month_end(last_published_month()) }} or terms.service_end is null)
)

-- One amount without a rate makes the whole unknown: less than all of it would pass for all of it.
select
    source_account_id,
    case when count(*) = count(mrr) then sum(mrr) end as unmatched_mrr
from converted
group by source_account_id
