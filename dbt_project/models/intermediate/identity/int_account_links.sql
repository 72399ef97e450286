with

confirmed as (
    select
        system,
        system_account_id,
        account_id,
        'Confirmed by ' || decided_by || ' on ' || cast(decided_on as string) || ': ' || reason as evidence
    from {{ ref('int_identity_decisions') }}
    where
        decision = 'confirm'
        and is_known_account
        and confirmations = 1
),

found as (
    select
        *,
        agreeing || case when differing <> '' then ' Differ: ' || differing || '.' else '' end as evidence
    from {{ ref('int_identity_rankings') }}
),

doubtful as (
    select
        system,
        system_account_id,
        count(*) as candidates
    from found
    group by system, system_account_id
)

select
    parties.system,
    parties.party_id as system_account_id,
    parties.name as system_account_name,
    coalesce(confirmed.account_id, found.account_id) as account_id,
    case
        when coalesce(confirmed.account_id, found.account_id) is not null then 'linked'
        when doubtful.candidates > 0 then 'review'
        else 'unmatched'
    end as status,
    case when confirmed.account_id is not null then 'confirmed' else found.method end as method,
    case when confirmed.account_id is not null then 1 else found.confidence end as confidence,
    coalesce(
        confirmed.evidence,
        found.evidence,
        case
            when doubtful.candidates > 0 then 'A person must decide; see identity_reviews.'
            when parties.cross_reference is not null and accounts.party_id is null
                then 'The cross-reference ' || parties.cross_reference || ' names no account, and no fact agrees.'
            else 'No fact agrees with those of any account.'
        end
    ) as evidence,
    parties.is_deleted
from {{ ref('int_identity_parties') }} as parties
left join confirmed
    on
        parties.system = confirmed.system
        and parties.party_id = confirmed.system_account_id
left join found
    on
        parties.system = found.system
        and parties.party_id = found.system_account_id
        and found.is_link
left join doubtful
    on
        parties.system = doubtful.system
        and parties.party_id = doubtful.system_account_id
left join {{ ref('int_identity_parties') }} as accounts
    on
        parties.cross_reference = accounts.party_id
        and accounts.system = 'crm'
where parties.system <> 'crm'
