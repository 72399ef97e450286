{%- set facts = ['same_id', 'cross_reference', 'vat_id', 'business_id', 'email', 'domain', 'free_mail',
    'contact_domain', 'phone'] %}
with

keys as (
    select * from {{ ref('int_identity_keys') }}
),

-- Only parties that share a fact are ever compared.
shared as (
    select
        others.system,
        others.party_id as system_account_id,
        {%- for fact in facts %}
        max(case when others.fact = '{{ fact }}' then 1 else 0 end) = 1 as shares_{{ fact }},
        {%- endfor %}
        accounts.party_id as account_id
    from keys as others
    inner join keys as accounts
        on
            others.fact = accounts.fact
            and others.value = accounts.value
            and accounts.system = 'crm'
    where others.system <> 'crm'
    group by others.system, others.party_id, accounts.party_id
),

named as (
    select
        parties.*,
        names.core_name,
        names.joined_name,
        names.legal_kind,
        names.plain_city
    from {{ ref('int_identity_parties') }} as parties
    inner join {{ ref('int_identity_names') }} as names
        on
            parties.system = names.system
            and parties.party_id = names.party_id
)

select
    shared.system,
    shared.system_account_id,
    shared.account_id,
    others.core_name as system_name,
    accounts.core_name as account_name,
    shared.shares_same_id,
    shared.shares_cross_reference,
    shared.shares_vat_id,
    shared.shares_email,
    shared.shares_domain,
    shared.shares_free_mail,
    -- A mail domain that is the account's own is one fact, not two.
    shared.shares_contact_domain and not shared.shares_domain as shares_contact_domain,
    shared.shares_phone,
    -- Nor does the number within one VAT id count once more as a business id.
    shared.shares_business_id
    and not shared.shares_vat_id
    and coalesce(others.registered_country = accounts.registered_country, true) as shares_business_id,
    coalesce(others.joined_name = accounts.joined_name, false) as shares_name,
    coalesce(others.postal_code = accounts.postal_code, false) as shares_postal_code,
    coalesce(others.plain_city = accounts.plain_city, false) as shares_city,
    coalesce(others.legal_kind <> accounts.legal_kind, false) as differs_in_legal_form,
    coalesce(others.country_code <> accounts.country_code, false) as differs_in_country,
    coalesce(
        others.vat_number <> accounts.vat_number
        and substr(others.vat_number, 1, 2) = substr(accounts.vat_number, 1, 2),
        false
    ) as differs_in_vat_id,
    coalesce(
        others.business_number <> accounts.business_number
        and others.registered_country = accounts.registered_country,
        false
    ) as differs_in_business_id,
    accounts.is_deleted as is_account_deleted
from shared
inner join named as others
    on
        shared.system = others.system
        and shared.system_account_id = others.party_id
inner join named as accounts
    on
        shared.account_id = accounts.party_id
        and accounts.system = 'crm'
