with

served as (
    select
        account_id,
        valid_from as in_service_since
    from {{ ref('int_service_spans') }}
    where
        valid_from <= {{ as_of() }}
        and valid_until > {{ as_of() }}
)

select
    cast(served.account_id as string) as account_id,
    cast(accounts.owner_id as string) as owner_id,
    cast(segments.segment as string) as segment,
    voice.months_since_asked,
    cast(coalesce(months.mrr, 0) as decimal(18, 2)) as mrr,
    voice.last_asked is null as is_never_asked,
    voice.decision_maker_last_asked is not null as is_decision_maker_ever_asked,
    served.in_service_since > {{ add_months(as_of(), '-1 * settings.survey_every_months') }} as is_new,
    voice.last_asked,
    voice.last_answered,
    cast(served.in_service_since as date) as in_service_since
from served
inner join {{ ref('int_accounts') }} as accounts
    on served.account_id = accounts.account_id
cross join {{ ref('int_voice_settings') }} as settings
left join {{ ref('int_account_segments') }} as segments
    on served.account_id = segments.account_id
left join {{ ref('account_voice') }} as voice
    on served.account_id = voice.account_id
left join {{ ref('mrr_months') }} as months
    on
        served.account_id = months.account_id
        and months.month = {{ last_published_month() }}
where
    not accounts.is_deleted
    and coalesce(voice.last_asked <= {{ add_months(as_of(), '-1 * settings.survey_every_months') }}, true)
