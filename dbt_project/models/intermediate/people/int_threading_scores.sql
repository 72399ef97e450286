{%- set parts = ['roles', 'levels', 'people', 'employees'] %}
with

marked as (
    {%- for part in parts %}
    select
        counts.account_id,
        '{{ part }}' as part,
        parts.weight,
        least({{ safe_divide('counts.' ~ part, 'parts.full_at') }}, 1) as mark
    from {{ ref('int_threading_counts') }} as counts
    inner join {{ ref('threading_parts') }} as parts
        on parts.part = '{{ part }}'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    account_id,
    {%- for part in parts %}
    max(case when part = '{{ part }}' then mark end) as {{ part }}_mark,
    {%- endfor %}
    {{ safe_divide(sum_of_ratios('weight * mark'), 'sum(weight)') }} as score
from marked
group by account_id
