with

explained as (
    select
        occasions.event,
        occasions.month,
        occasions.mrr,
        case
            when reasons.reason_id is null then 'unknown'
            when not reasons.is_known_code then 'unlisted'
            else reasons.reason_code
        end as reason_code,
        reasons.is_addressable
    from {{ ref('int_reason_occasions') }} as occasions
    left join {{ ref('int_occasion_reasons') }} as occasion_reasons
        on
            occasions.event = occasion_reasons.event
            and occasions.customer_id = occasion_reasons.customer_id
            and occasions.month = occasion_reasons.month
            and occasion_reasons.is_counted
    left join {{ ref('int_reasons') }} as reasons
        on occasion_reasons.reason_id = reasons.reason_id
),

periods as (
    select
        *,
        'ALL' as period
    from explained
    union all
    select
        *,
        cast(year(month) as string) as period
    from explained
),

counted as (
    select
        event,
        period,
        reason_code,
        is_addressable,
        count(*) as occasions,
        sum(mrr) as mrr
    from periods
    group by event, period, reason_code, is_addressable
)

select
    cast(event as string) as event,
    cast(period as string) as period,
    cast(reason_code as string) as reason_code,
    cast(occasions as bigint) as occasions,
    cast(mrr as decimal(18, 2)) as mrr,
    {{ safe_divide('occasions', 'sum(occasions) over (partition by event, period)') }} as share,
    {{ safe_divide('mrr', 'sum(mrr) over (partition by event, period)') }} as mrr_share,
    is_addressable
from counted
