with

-- What a purchase brought stands in its first month, what was at stake otherwise in the last one before.
ranked as (
    select
        reasons.reason_id,
        mrr.mrr,
        row_number() over (
            partition by reasons.reason_id
            order by
                case when reasons.event = 'buy' then mrr.month end asc nulls last,
                mrr.month desc
        ) as nearest_first
    from {{ ref('int_reasons') }} as reasons
    inner join {{ ref('mrr_months') }} as mrr
        on
            reasons.account_id = mrr.account_id
            and case
                when reasons.event = 'buy' then mrr.month >= {{ month_of('reasons.reason_date') }}
                else mrr.month < {{ month_of('reasons.reason_date') }}
            end
    where mrr.mrr > 0
)

select
    cast(reasons.reason_id as string) as reason_id,
    cast(reasons.account_id as string) as account_id,
    cast(hierarchy.customer_id as string) as customer_id,
    cast(reasons.event as string) as event,
    cast(reasons.reason_code as string) as reason_code,
    cast(ranked.mrr as decimal(18, 2)) as mrr_at_stake,
    reasons.is_known_code,
    reasons.is_addressable,
    explained.reason_id is not null as explains_occasion,
    coalesce(explained.is_counted, false) as is_counted,
    cast(reasons.reason_date as date) as reason_date,
    cast(explained.month as date) as occasion_month
from {{ ref('int_reasons') }} as reasons
inner join {{ ref('int_account_hierarchy') }} as hierarchy
    on reasons.account_id = hierarchy.account_id
left join {{ ref('int_occasion_reasons') }} as explained
    on reasons.reason_id = explained.reason_id
left join ranked
    on
        reasons.reason_id = ranked.reason_id
        and ranked.nearest_first = 1
