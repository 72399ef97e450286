with

spans as (
    select
        *,
        min(valid_from) over (partition by account_id) as customer_from
    from {{ ref('int_service_spans') }}
)

select
    spans.account_id,
    dates.scored_on,
    dates.month,
    spans.customer_from,
    notices.account_id is not null as has_notice
from {{ ref('int_scoring_dates') }} as dates
inner join spans
    on
        dates.scored_on >= spans.valid_from
        and dates.scored_on < spans.valid_until
left join {{ ref('int_notice_spans') }} as notices
    on
        spans.account_id = notices.account_id
        and dates.scored_on >= notices.valid_from
        and dates.scored_on < notices.valid_until
