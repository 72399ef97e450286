-- ARR is twelve times the closing amount, to the cent.
select
    month,
    level,
    arr,
    closing
from {{ ref('kpi_months') }}
where arr <> 12 * closing
