with

named as (
    {%- for stream in ['surveys', 'survey_versions', 'tickets'] %}
    select
        lower(trim(sources.contact_id)) as mail_address,
        coalesce(ids.account_id, '') as named_account_id
    from ({{ union_sources(stream) }}) as sources
    left join {{ ref('int_account_ids') }} as ids
        on
            sources.account_id = ids.source_account_id
            and ids.system = '{{ system_of(stream) }}'
    where {{ is_mail_address('sources.contact_id') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

addresses as (
    select distinct
        mail_address,
        named_account_id,
        {{ mail_domain('mail_address') }} as mail_domain
    from named
),

-- Some CRMs give people their addresses for ids.
people as (
    select
        contact_id,
        account_id,
        is_active,
        1 as fit,
        lower(trim(contact_id)) as mail_address
    from {{ ref('int_contacts') }}
    where {{ is_mail_address('contact_id') }}
    union all
    select
        contact_id,
        account_id,
        is_active,
        2 as fit,
        lower(trim(email)) as mail_address
    from {{ ref('int_contacts') }}
    where {{ is_mail_address('email') }}
),

ranked as (
    select
        addresses.mail_address,
        addresses.named_account_id,
        people.contact_id,
        people.account_id,
        row_number() over (
            partition by addresses.mail_address, addresses.named_account_id
            order by
                case when people.account_id = addresses.named_account_id then 0 else 1 end,
                case when people.is_active then 0 else 1 end,
                people.fit asc,
                people.contact_id asc
        ) as place
    from addresses
    inner join people
        on addresses.mail_address = people.mail_address
),

domains as (
    select
        account_id,
        1 as fit,
        {{ bare_domain('domain') }} as mail_domain
    from {{ ref('int_accounts') }}
    where not is_deleted
    union all
    select
        people.account_id,
        2 as fit,
        {{ mail_domain('people.mail_address') }} as mail_domain
    from people
    inner join {{ ref('int_accounts') }} as accounts
        on people.account_id = accounts.account_id
    where not accounts.is_deleted
),

-- A domain that several accounts have tells none of them.
owned as (
    select
        domains.mail_domain,
        case
            when count(distinct case when domains.fit = 1 then domains.account_id end) > 0
                then case
                    when count(distinct case when domains.fit = 1 then domains.account_id end) = 1
                        then max(case when domains.fit = 1 then domains.account_id end)
                end
            when count(distinct domains.account_id) = 1 then max(domains.account_id)
        end as account_id
    from domains
    left join {{ ref('free_mail_domains') }} as free
        on domains.mail_domain = lower(free.domain)
    where free.domain is null
    group by domains.mail_domain
)

select
    addresses.mail_address,
    addresses.named_account_id,
    coalesce(ranked.contact_id, 'unknown-' || md5(addresses.mail_address)) as contact_id,
    coalesce(nullif(addresses.named_account_id, ''), ranked.account_id, owned.account_id) as account_id,
    ranked.contact_id is not null as is_known
from addresses
left join ranked
    on
        addresses.mail_address = ranked.mail_address
        and addresses.named_account_id = ranked.named_account_id
        and ranked.place = 1
left join owned
    on addresses.mail_domain = owned.mail_domain
