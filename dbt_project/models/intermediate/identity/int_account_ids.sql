with

named as (
    {%- for system in systems() %}
    select
        '{{ system }}' as system,
        account_id
    from {{ ref('int_accounts') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

-- An id that another system has given to a customer of its own means what it is linked to, and nothing without a link.
select
    named.system,
    named.account_id as source_account_id,
    named.account_id
from named
left join {{ ref('int_account_links') }} as links
    on
        named.system = links.system
        and named.account_id = links.system_account_id
where links.system_account_id is null
union all
select
    system,
    system_account_id as source_account_id,
    account_id
from {{ ref('int_account_links') }}
where account_id is not null
