-- Billing keeps a cross-reference for some customers and spells the rest in its own way; of the last it has a name alone.
with vat as (
    select *, case when country <> 'US'
        then country || printf('%08d', (no * 7919 + getvariable('seed') * 104729) % 100000000) end as vat_id,
        regexp_replace(account_name, ' \S+$', '') as short_name,
        whole(no, 0, 'known to billing by', 0, 6) as way
    from customer
),
billed as (
    select no, 'billing' as system, printf('BIL-%05d', no) as system_account_id,
        case when way = 0 then account_id end as account_id,
        case when way in (1, 4) then upper(account_name) when way = 2 then replace(short_name, ' ', '')
            when way = 3 then left(account_name, 1) || substr(account_name, 3) else account_name end as name,
        case when way in (1, 5) then left(vat_id, 2) || ' ' || substr(vat_id, 3, 4) || ' ' || substr(vat_id, 7) end as vat_id,
        case when way in (2, 3) then 'invoices@' || domain when way = 5 then 'accounts@gmail.com' end as email,
        case when way = 4 then 'https://www.' || domain || '/' end as domain,
        country
    from vat where not is_prospect
),
supported as (
    select no, 'support' as system, support_key(no) as system_account_id, null as account_id, short_name as name,
        null as vat_id, null as email, domain, null as country
    from vat where support_key(no) is not null
),
tenants as (
    select no, 'usage' as system, printf('TENANT-%05d', no) as system_account_id, account_id, null as name,
        null as vat_id, null as email, null as domain, null as country
    from vat where no % 5 = 0
),
-- Two tenants of the product that nobody can place, and one company that billing alone knows.
others as (
    select 1 as no, 'usage' as system, 'TENANT-SHARED' as system_account_id, null as account_id, null as name,
        null as vat_id, 'it@kestrelfoods.co.uk' as email, 'kestrelretail.co.uk' as domain, null as country
    union all
    select 1, 'usage', 'TENANT-SANDBOX', null, 'Sandbox', null, null, null, null
    union all
    select 1, 'billing', 'BIL-OLD-001', 'OLD-001', 'Hollow Creek Trading Ltd', 'GB999000111', null, null, 'GB'
)
select system, system_account_id, account_id, name, vat_id, null as business_id, email, domain, null as phone, country,
    null as city, null as postal_code
from (
    select * from billed
    union all
    select * from supported
    union all
    select * from tenants
    union all
    select * from others where getvariable('first_no') = 1
)
order by no, system, system_account_id
