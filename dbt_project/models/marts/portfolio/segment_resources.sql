{%- set cuts = [
    ('segment', "'ALL'", 'channel'), ('segment', "'ALL'", "'ALL'"), ("'ALL'", 'relationship_stage', 'channel'),
    ("'ALL'", 'relationship_stage', "'ALL'"), ("'ALL'", "'ALL'", "'ALL'"),
] %}
with

cut as (
    {%- for segment, stage, channel in cuts %}
    select
        {{ segment }} as segment,
        {{ stage }} as relationship_stage,
        {{ channel }} as channel,
        account_id,
        owner_id,
        hours,
        cost
    from {{ ref('int_contact_efforts') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    cast(segment as string) as segment,
    cast(relationship_stage as string) as relationship_stage,
    cast(channel as string) as channel,
    cast(count(distinct account_id) as bigint) as accounts_contacted,
    cast(count(distinct owner_id) as bigint) as owners,
    cast(count(*) as bigint) as contacts,
    cast(sum(hours) as double) as hours,
    cast(sum(cost) as decimal(18, 2)) as cost
from cut
group by segment, relationship_stage, channel
