{%- set cuts = ['value_cut', 'value_low', 'value_high', 'potential_cut', 'potential_low', 'potential_high'] %}
select
    cast(max(case when name = 'abc_a' then value end) as {{ type_double() }}) as abc_a,
    cast(max(case when name = 'abc_b' then value end) as {{ type_double() }}) as abc_b,
    {%- for cut in cuts %}
    cast(nullif(max(case when name = '{{ cut }}' then value end), '') as {{ type_double() }}) as {{ cut }},
    {%- endfor %}
    cast(max(case when name = 'top_n' then value end) as int) as top_n,
    cast(max(case when name = 'pareto_top_n' then value end) as int) as pareto_top_n,
    cast(max(case when name = 'stability_years' then value end) as int) as stability_years
from {{ ref('segment_thresholds') }}
where product is null
