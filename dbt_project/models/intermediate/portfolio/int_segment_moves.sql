{%- set kinds = ['abc_class', 'segment'] %}
{%- set spans = [1, 12] %}
with

-- The class a month ends with beside the one it is compared with; a customer that has joined a group has no class left.
stacked as (
    {%- for kind in kinds %}
    {%- set kind_loop = loop %}
    {%- for months_back in spans %}
    select
        '{{ kind }}' as class_kind,
        {{ months_back }} as months_back,
        month,
        customer_id,
        cast(null as string) as from_class,
        {{ kind }} as to_class,
        0 as mrr_before,
        mrr
    from {{ ref('segment_months') }}
    union all
    select
        '{{ kind }}' as class_kind,
        {{ months_back }} as months_back,
        {{ add_months('month', months_back) }} as month,
        customer_id,
        {{ kind }} as from_class,
        cast(null as string) as to_class,
        mrr as mrr_before,
        0 as mrr
    from {{ ref('segment_months') }}
    {%- if not (loop.last and kind_loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
)

select
    stacked.class_kind,
    stacked.months_back,
    stacked.month,
    stacked.customer_id,
    coalesce(max(stacked.from_class), 'none') as from_class,
    coalesce(max(stacked.to_class), 'joined_group') as to_class,
    sum(stacked.mrr_before) as mrr_before,
    sum(stacked.mrr) as mrr
from stacked
inner join {{ ref('int_published_months') }} as months
    on stacked.month = months.month
inner join {{ ref('int_published_months') }} as months_before
    on {{ add_months('stacked.month', '-1 * stacked.months_back') }} = months_before.month
group by stacked.class_kind, stacked.months_back, stacked.month, stacked.customer_id
