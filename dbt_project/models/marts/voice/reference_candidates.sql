-- A status that the policy does not list is shown beside, for a person to judge.
select
    cast(voice.account_id as string) as account_id,
    cast(accounts.owner_id as string) as owner_id,
    cast(accounts.csm_id as string) as csm_id,
    cast(segments.segment as string) as segment,
    cast(accounts.reference_status as string) as reference_status,
    voice.respondents_12_months,
    cast(coalesce(months.mrr, 0) as decimal(18, 2)) as mrr,
    voice.nps,
    voice.last_answered
from {{ ref('account_voice') }} as voice
inner join {{ ref('int_accounts') }} as accounts
    on voice.account_id = accounts.account_id
inner join {{ ref('int_service_spans') }} as served
    on
        voice.account_id = served.account_id
        and served.valid_from <= {{ as_of() }}
        and served.valid_until > {{ as_of() }}
left join {{ ref('int_account_segments') }} as segments
    on voice.account_id = segments.account_id
left join {{ ref('reference_statuses') }} as statuses
    on accounts.reference_status = statuses.status
left join {{ ref('mrr_months') }} as months
    on
        voice.account_id = months.account_id
        and months.month = {{ last_published_month() }}
where
    voice.nps_band = 'promoter'
    and not accounts.is_deleted
    and not coalesce(statuses.is_asked, false)
