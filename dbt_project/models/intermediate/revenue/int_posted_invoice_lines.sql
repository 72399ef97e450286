with

sources as (
    {{ union_sources('invoice_lines') }}
),

dated as (
    select
        sources.*,
        coalesce({{ local_date('sources.posted_at', 'settings.timezone') }}, sources.invoice_date) as posted_on
    from sources
    cross join {{ ref('int_policy_settings') }} as settings
)

select
    dated.invoice_id,
    dated.line_id,
    ids.account_id,
    dated.subscription_id,
    dated.currency,
    dated.line_type,
    dated.description,
    dated.product,
    dated.amount,
    dated.invoice_date,
    dated.service_start,
    dated.service_end,
    dated.posted_on,
    dated._source,
    dated._origin_file,
    dated._origin_row,
    dated._row_key
from dated
inner join {{ ref('int_account_ids') }} as ids
    on
        dated.account_id = ids.source_account_id
        and ids.system = '{{ system_of("invoice_lines") }}'
where
    not dated.is_deleted
    and dated.posted_on <= {{ as_of() }}
