with

-- Every system is listed, so that one of which nothing is known shows as such.
systems as (
    {%- for system in systems() if system != 'crm' %}
    select '{{ system }}' as system
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

linked as (
    select
        system,
        count(*) as system_accounts,
        sum(case when status = 'linked' then 1 else 0 end) as linked,
        sum(case when status = 'review' then 1 else 0 end) as review,
        sum(case when status = 'unmatched' then 1 else 0 end) as unmatched,
        sum(case when method = 'confirmed' then 1 else 0 end) as linked_by_hand,
        sum(case when method in ('same_id', 'cross_reference') then 1 else 0 end) as linked_by_id,
        sum(case when method in ('vat_id', 'business_id') then 1 else 0 end) as linked_by_register,
        sum(case when method in ('email', 'domain') then 1 else 0 end) as linked_by_address,
        sum(case when method not in (
            'confirmed', 'same_id', 'cross_reference', 'vat_id', 'business_id', 'email', 'domain'
        ) then 1 else 0 end) as linked_by_name,
        count(distinct account_id) as accounts_linked
    from {{ ref('int_account_links') }}
    where not is_deleted
    group by system
),

named as (
    select
        system,
        count(*) as ids_named,
        sum(case when account_id is null then 1 else 0 end) as ids_unknown,
        sum(case when account_id is null then named_rows else 0 end) as rows_of_unknown_ids
    from {{ ref('int_source_ids') }}
    group by system
),

-- One id whose amount is unknown makes the sum unknown.
revenue as (
    select
        'billing' as system,
        case when count(*) = count(unmatched_mrr) then coalesce(sum(unmatched_mrr), 0) end as unmatched_mrr
    from {{ ref('int_unmatched_revenue') }}
)

select
    cast(systems.system as string) as system,
    cast({{ last_published_month() }} as date) as month,
    cast(coalesce(linked.system_accounts, 0) as bigint) as system_accounts,
    cast(coalesce(linked.linked, 0) as bigint) as linked,
    cast(coalesce(linked.review, 0) as bigint) as review,
    cast(coalesce(linked.unmatched, 0) as bigint) as unmatched,
    cast(coalesce(linked.linked_by_hand, 0) as bigint) as linked_by_hand,
    cast(coalesce(linked.linked_by_id, 0) as bigint) as linked_by_id,
    cast(coalesce(linked.linked_by_register, 0) as bigint) as linked_by_register,
    cast(coalesce(linked.linked_by_address, 0) as bigint) as linked_by_address,
    cast(coalesce(linked.linked_by_name, 0) as bigint) as linked_by_name,
    cast(coalesce(linked.accounts_linked, 0) as bigint) as accounts_linked,
    {{ safe_divide('linked.linked', 'linked.system_accounts') }} as match_rate,
    cast(coalesce(named.ids_named, 0) as bigint) as ids_named,
    cast(coalesce(named.ids_unknown, 0) as bigint) as ids_unknown,
    cast(coalesce(named.rows_of_unknown_ids, 0) as bigint) as rows_of_unknown_ids,
    {{ safe_divide('named.ids_named - named.ids_unknown', 'named.ids_named') }} as id_match_rate,
    cast(revenue.unmatched_mrr as decimal(18, 2)) as unmatched_mrr
from systems
left join linked
    on systems.system = linked.system
left join named
    on systems.system = named.system
left join revenue
    on systems.system = revenue.system
