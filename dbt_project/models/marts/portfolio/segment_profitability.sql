{%- set dimensions = ['segment', 'industry', 'country', 'relationship_stage'] %}
with

by_account as (
    select
        account_id,
        sum(revenue) as revenue,
        sum(direct_cost) as direct_cost,
        sum(support_cost + meeting_cost) as cost_to_serve,
        sum(contribution) as contribution
    from {{ ref('profitability') }}
    group by account_id
),

described as (
    select
        by_account.*,
        segments.segment,
        accounts.industry,
        accounts.country,
        accounts.relationship_stage
    from by_account
    left join {{ ref('int_accounts') }} as accounts
        on by_account.account_id = accounts.account_id
    left join {{ ref('int_account_segments') }} as segments
        on by_account.account_id = segments.account_id
),

sliced as (
    {%- for dimension in dimensions %}
    select
        '{{ dimension }}' as dimension,
        case when account_id = 'UNALLOCATED' then 'UNALLOCATED' else coalesce({{ dimension }}, 'unknown') end as member,
        *
    from described
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    cast(dimension as string) as dimension,
    cast(member as string) as member,
    cast(count(distinct nullif(account_id, 'UNALLOCATED')) as bigint) as accounts,
    cast(sum(case when account_id <> 'UNALLOCATED' and contribution > 0 then 1 else 0 end) as bigint)
        as profitable_accounts,
    cast(sum(revenue) as decimal(18, 2)) as revenue,
    cast(sum(direct_cost) as decimal(18, 2)) as direct_cost,
    cast(sum(cost_to_serve) as decimal(18, 2)) as cost_to_serve,
    cast(sum(contribution) as decimal(18, 2)) as contribution,
    {{ safe_divide('sum(contribution)', 'sum(revenue)') }} as margin
from sliced
group by dimension, member
