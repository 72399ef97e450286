with

forbidden as (
    select distinct
        system,
        system_account_id,
        account_id
    from {{ ref('int_identity_decisions') }}
    where decision = 'forbid'
),

allowed as (
    select
        candidates.*,
        max(candidates.confidence) over (
            partition by candidates.system, candidates.system_account_id
        ) as best_confidence
    from {{ ref('int_identity_candidates') }} as candidates
    left join forbidden as pairs
        on
            candidates.system = pairs.system
            and candidates.system_account_id = pairs.system_account_id
            and candidates.account_id = pairs.account_id
    left join forbidden as wholes
        on
            candidates.system = wholes.system
            and candidates.system_account_id = wholes.system_account_id
            and wholes.account_id is null
    where
        pairs.system is null
        and wholes.system is null
),

contending as (
    select
        allowed.*,
        allowed.confidence >= settings.link_confidence
        and (
            allowed.confidence = allowed.best_confidence
            or allowed.confidence > allowed.best_confidence - settings.margin
        ) as is_contender,
        -- How many accounts the method's own fact fits, whatever else speaks against them.
        case allowed.method
            when 'vat_id' then sum(case when allowed.shares_vat_id then 1 else 0 end) over whole
            when 'business_id' then sum(case when allowed.shares_business_id then 1 else 0 end) over whole
            when 'email' then sum(case when allowed.shares_email then 1 else 0 end) over whole
            when 'domain' then sum(case when allowed.shares_domain then 1 else 0 end) over whole
            else 1
        end as accounts_of_fact
    from allowed
    cross join {{ ref('int_identity_settings') }} as settings
    window whole as (partition by allowed.system, allowed.system_account_id)
),

-- An account that is still there goes before one that has vanished from the CRM, then the one with most facts.
compared as (
    select
        *,
        case when is_contender then further_facts + case when is_account_deleted then 0 else 1000 end end as weight
    from contending
),

weighed as (
    select
        *,
        max(weight) over (partition by system, system_account_id) as most_weight,
        row_number() over (
            partition by system, system_account_id
            order by confidence desc, is_account_deleted asc, further_facts desc, account_id asc
        ) as place
    from compared
)

select
    system,
    system_account_id,
    account_id,
    method,
    name_fit,
    confidence,
    shares_cross_reference,
    shares_vat_id,
    shares_business_id,
    shares_email,
    shares_domain,
    agreeing,
    differing,
    is_contender,
    coalesce(
        weight = most_weight
        and sum(case when weight = most_weight then 1 else 0 end) over (partition by system, system_account_id) = 1
        and (accounts_of_fact = 1 or name_fit in ('same', 'close', 'unknown')),
        false
    ) as is_link,
    sum(case when is_contender then 1 else 0 end) over (partition by system, system_account_id) as contenders,
    place
from weighed
