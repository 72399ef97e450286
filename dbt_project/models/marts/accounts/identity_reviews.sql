with

rankings as (
    select * from {{ ref('int_identity_rankings') }}
),

listed as (
    select
        links.system,
        links.system_account_id as subject_id,
        links.system_account_name as subject_name,
        rankings.account_id as candidate_account_id,
        case
            when rankings.is_contender and rankings.contenders > 1 then 'several_fit'
            when rankings.is_contender then 'shared_fact'
            else 'weak_evidence'
        end as reason,
        rankings.method,
        rankings.confidence,
        rankings.agreeing
        || case when rankings.differing <> '' then ' Differ: ' || rankings.differing || '.' else '' end as evidence
    from {{ ref('int_account_links') }} as links
    inner join rankings
        on
            links.system = rankings.system
            and links.system_account_id = rankings.system_account_id
    cross join {{ ref('int_identity_settings') }} as settings
    where
        links.status = 'review'
        and rankings.place <= settings.reviewed_candidates
),

-- A link in force, and another account that has an id or address which the linked one has not.
contradicted as (
    select
        links.system,
        links.system_account_id as subject_id,
        links.system_account_name as subject_name,
        others.account_id as candidate_account_id,
        'linked_elsewhere' as reason,
        others.method,
        others.confidence,
        others.agreeing || ' Linked to ' || links.account_id || ' by ' || links.method || '.' as evidence
    from {{ ref('int_account_links') }} as links
    inner join rankings as linked
        on
            links.system = linked.system
            and links.system_account_id = linked.system_account_id
            and links.account_id = linked.account_id
            and links.method <> 'confirmed'
    inner join rankings as others
        on
            links.system = others.system
            and links.system_account_id = others.system_account_id
            and links.account_id <> others.account_id
    cross join {{ ref('int_identity_settings') }} as settings
    where
        others.confidence >= settings.link_confidence
        and others.place <= settings.reviewed_candidates
        and (
            (others.shares_cross_reference and not linked.shares_cross_reference)
            or (others.shares_vat_id and not linked.shares_vat_id)
            or (others.shares_business_id and not linked.shares_business_id)
            or (others.shares_email and not linked.shares_email)
            or (others.shares_domain and not linked.shares_domain)
        )
),

shared_contacts as (
    select distinct
        'crm' as system,
        contacts.contact_id as subject_id,
        cast(null as string) as subject_name,
        others.account_id as candidate_account_id,
        'contact_at_two_accounts' as reason,
        cast(null as string) as method,
        cast(null as {{ type_rate() }}) as confidence,
        'A contact of ' || contacts.account_id || ' has the e-mail address of a contact of this account.' as evidence
    from {{ ref('int_contacts') }} as contacts
    inner join {{ ref('int_contacts') }} as others
        on
            lower(trim(contacts.email)) = lower(trim(others.email))
            and contacts.account_id <> others.account_id
    where trim(contacts.email) <> ''
),

reviews as (
    select * from listed
    union all
    select * from contradicted
    union all
    select * from shared_contacts
)

select
    cast(reviews.system as string) as system,
    cast(reviews.subject_id as string) as subject_id,
    cast(reviews.subject_name as string) as subject_name,
    cast(reviews.candidate_account_id as string) as candidate_account_id,
    cast(accounts.account_name as string) as candidate_account_name,
    cast(reviews.reason as string) as reason,
    cast(reviews.method as string) as method,
    cast(reviews.evidence as string) as evidence,
    case reviews.reason
        when 'several_fit' then 'Confirm one of the accounts in identity_links, or add a fact that tells them apart.'
        when 'shared_fact' then 'Several accounts share the fact: confirm one in identity_links, or add its own.'
        when 'weak_evidence' then 'Confirm or forbid the link in identity_links, or add the account to the CRM.'
        when 'linked_elsewhere' then 'Correct the id or address in one of the systems, or confirm the link by hand.'
        else 'Check whether the person works at both, and merge the accounts if they are one company.'
    end as suggestion,
    cast(reviews.confidence as decimal(5, 4)) as confidence,
    cast(revenue.unmatched_mrr as decimal(18, 2)) as unmatched_mrr
from reviews
inner join {{ ref('int_accounts') }} as accounts
    on reviews.candidate_account_id = accounts.account_id
left join {{ ref('int_unmatched_revenue') }} as revenue
    on
        reviews.subject_id = revenue.source_account_id
        and reviews.system = 'billing'
