-- Every id that a system's rows name as their account, and the account it means; none when nobody knows it.
select
    named.system,
    named.source_account_id,
    ids.account_id,
    sum(named.named_rows) as named_rows
from (
    {%- for stream in var('stream_systems') %}
    select
        '{{ system_of(stream) }}' as system,
        sources.account_id as source_account_id,
        count(*) as named_rows
    from ({{ union_sources(stream) }}) as sources
    where
        sources.account_id is not null
        and not sources.is_deleted
    group by sources.account_id
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
) as named
left join {{ ref('int_account_ids') }} as ids
    on
        named.system = ids.system
        and named.source_account_id = ids.source_account_id
group by named.system, named.source_account_id, ids.account_id
