with

parties as (
    select
        parties.*,
        names.joined_name,
        names.plain_city,
        names.name_prefix
    from {{ ref('int_identity_parties') }} as parties
    left join {{ ref('int_identity_names') }} as names
        on
            parties.system = names.system
            and parties.party_id = names.party_id
),

addresses as (
    select distinct
        system,
        party_id,
        mail_address,
        mail_domain
    from parties
    where mail_address is not null
    union
    select distinct
        'crm' as system,
        account_id as party_id,
        lower(trim(email)) as mail_address,
        {{ mail_domain('lower(trim(email))') }} as mail_domain
    from {{ ref('int_contacts') }}
    where trim(email) like '%_@_%._%'
),

own_domains as (
    select parties.*
    from parties
    left join {{ ref('free_mail_domains') }} as free
        on parties.web_domain = free.domain
    where
        parties.web_domain is not null
        and free.domain is null
),

company_addresses as (
    select
        addresses.*,
        free.domain is not null as is_free
    from addresses
    left join {{ ref('free_mail_domains') }} as free
        on addresses.mail_domain = free.domain
),

-- The domains of an account's contacts are the account's own where it states none.
mail_domains as (
    select
        addresses.system,
        addresses.party_id,
        addresses.mail_domain,
        addresses.system <> 'crm' or own_domains.party_id is null as is_own
    from company_addresses as addresses
    left join own_domains
        on
            addresses.system = own_domains.system
            and addresses.party_id = own_domains.party_id
    where not addresses.is_free
),

-- What two parties may have in common.
facts as (
    {%- for fact, value, relation, condition in [
        ('same_id', 'party_id', 'parties', 'true'),
        ('cross_reference', "case when system = 'crm' then party_id else cross_reference end", 'parties', 'true'),
        ('vat_id', 'vat_number', 'parties', 'true'),
        ('business_id', 'business_number', 'parties', 'true'),
        ('business_id', 'vat_without_country', 'parties', 'true'),
        ('email', 'mail_address', 'company_addresses', 'not is_free'),
        ('free_mail', 'mail_address', 'company_addresses', 'is_free'),
        ('domain', 'web_domain', 'own_domains', 'true'),
        ('domain', 'mail_domain', 'mail_domains', 'is_own'),
        ('contact_domain', 'mail_domain', 'mail_domains', 'true'),
        ('contact_domain', 'web_domain', 'own_domains', "system <> 'crm'"),
        ('phone', 'phone_end', 'parties', 'true'),
        ('name', 'joined_name', 'parties', 'true'),
        ('name_in_city', "plain_city || '|' || name_prefix", 'parties', 'true'),
        ('name_in_postal_code', "postal_code || '|' || name_prefix", 'parties', 'true'),
    ] %}
    select
        system,
        party_id,
        '{{ fact }}' as fact,
        {{ value }} as value
    from {{ relation }}
    where {{ condition }}
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
),

counted as (
    select
        facts.system,
        facts.party_id,
        facts.fact,
        facts.value,
        sum(case when facts.system = 'crm' then 1 else 0 end) over (partition by facts.fact, facts.value) as accounts
    from facts
    where facts.value is not null
)

select
    counted.system,
    counted.party_id,
    counted.fact,
    counted.value
from counted
cross join {{ ref('int_identity_settings') }} as settings
where counted.accounts between 1 and settings.shared_by_most
