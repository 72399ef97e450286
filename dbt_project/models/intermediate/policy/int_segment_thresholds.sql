select
    cast(max(case when name = 'abc_a' then value end) as {{ type_double() }}) as abc_a,
    cast(max(case when name = 'abc_b' then value end) as {{ type_double() }}) as abc_b
from {{ ref('segment_thresholds') }}
where product is null
