with

sources as (
    {{ union_sources('churn_reasons') }}
)

select
    sources.reason_id,
    sources.account_id,
    sources.event,
    coalesce(codes.reason_code, sources.reason_code) as reason_code,
    codes.reason_code is not null as is_known_code,
    codes.is_addressable,
    sources.reason_date
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
left join {{ ref('reason_codes') }} as codes
    on
        sources.event = codes.event
        and lower(sources.reason_code) = lower(codes.reason_code)
where
    not sources.is_deleted
    and sources.reason_date <= {{ as_of() }}
