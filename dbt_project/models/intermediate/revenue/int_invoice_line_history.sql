with

versions as (
    {{ union_sources('invoice_line_versions') }}
),

dated as (
    select
        versions.*,
        ids.account_id as known_account_id,
        coalesce({{ local_date('versions.posted_at', 'settings.timezone') }}, versions.invoice_date) as posted_on
    from versions
    inner join {{ ref('int_account_ids') }} as ids
        on
            versions.account_id = ids.source_account_id
            and ids.system = '{{ system_of("invoice_lines") }}'
    cross join {{ ref('int_policy_settings') }} as settings
),

newest as (
    select
        invoice_id,
        line_id,
        max(known_from) as known_from
    from dated
    where known_until is null
    group by invoice_id, line_id
)

-- The lines of today, and beside them what they replaced; a version replaced on the day it came was never in force.
select
    lines.invoice_id,
    lines.line_id,
    lines.account_id,
    lines.subscription_id,
    lines.product,
    lines.currency,
    lines.line_type,
    lines.amount,
    lines.service_start,
    lines.service_end,
    lines.posted_on,
    newest.known_from,
    cast(null as date) as known_until,
    true as is_current
from {{ ref('int_invoice_lines') }} as lines
left join newest
    on
        lines.invoice_id = newest.invoice_id
        and lines.line_id = newest.line_id
union all
select
    invoice_id,
    line_id,
    known_account_id as account_id,
    subscription_id,
    product,
    currency,
    line_type,
    amount,
    service_start,
    service_end,
    posted_on,
    known_from,
    known_until,
    false as is_current
from dated
where
    known_until is not null
    and not is_deleted
    and (known_from < known_until or known_from is null)
