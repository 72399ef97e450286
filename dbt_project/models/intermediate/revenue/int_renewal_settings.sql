select
    cast(max(case when name = 'minimum_n' then value end) as int) as minimum_n,
    cast(max(case when name = 'projection_years' then value end) as int) as projection_years,
    cast(max(case when name = 'projection_confidence' then value end) as {{ type_double() }}) as projection_confidence,
    cast(max(case when name = 'discount_rate' then value end) as {{ type_double() }}) as discount_rate,
    cast(max(case when name = 'gross_margin' then value end) as {{ type_rate() }}) as gross_margin
from {{ ref('settings') }}
