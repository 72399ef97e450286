with

system_accounts as (
    {{ union_sources('system_accounts') }}
),

parties as (
    select
        system,
        system_account_id as party_id,
        account_id as cross_reference,
        name,
        vat_id,
        business_id,
        email,
        domain,
        phone,
        country,
        city,
        postal_code,
        is_deleted
    from system_accounts
    union all
    select
        'crm' as system,
        account_id as party_id,
        cast(null as string) as cross_reference,
        account_name as name,
        vat_id,
        business_id,
        cast(null as string) as email,
        domain,
        phone,
        country,
        city,
        postal_code,
        is_deleted
    from {{ ref('int_accounts') }}
),

-- A country counts only as a code of two letters: of a name in words it cannot be told whether two are the same.
coded as (
    select
        *,
        {{ id_code('vat_id') }} as vat_code,
        {{ id_code('business_id') }} as business_code,
        {{ digits('phone') }} as phone_digits,
        case when length(trim(country)) = 2 then upper(trim(country)) end as country_code,
        case when trim(email) like '%_@_%._%' then lower(trim(email)) end as mail_address
    from parties
),

-- A number of few digits, or of zeros only, stands for "none". A VAT id without a country gets that of the address.
usable as (
    select
        coded.*,
        case
            when length({{ digits('coded.vat_code') }}) < settings.shortest_number then null
            when replace({{ digits('coded.vat_code') }}, '0', '') = '' then null
            when substr(coded.vat_code, 1, 1) between '0' and '9'
                then coalesce(coded.country_code, '') || coded.vat_code
            else coded.vat_code
        end as vat_number,
        case
            when length({{ digits('coded.business_code') }}) < settings.shortest_number then null
            when replace({{ digits('coded.business_code') }}, '0', '') = '' then null
            else coded.business_code
        end as business_number,
        settings.phone_digits as compared_digits
    from coded
    cross join {{ ref('int_identity_settings') }} as settings
),

registered as (
    select
        *,
        case
            when substr(vat_number, 1, 1) between 'A' and 'Z' and substr(vat_number, 2, 1) between 'A' and 'Z'
                then substr(vat_number, 1, 2)
            else country_code
        end as registered_country
    from usable
)

select
    system,
    party_id,
    cross_reference,
    name,
    city,
    mail_address,
    vat_number,
    {{ without_country('business_number', 'registered_country') }} as business_number,
    {{ without_country('vat_number', 'registered_country') }} as vat_without_country,
    registered_country,
    country_code,
    {{ bare_domain('domain') }} as web_domain,
    {{ mail_domain('mail_address') }} as mail_domain,
    case when length(phone_digits) >= compared_digits then right(phone_digits, compared_digits) end as phone_end,
    {{ without_country(id_code('postal_code'), 'country_code') }} as postal_code,
    is_deleted
from registered
