-- Key accounts are judged at each month's end, and once more at the knowledge date.
select
    month_end as evaluated_on,
    month
from {{ ref('int_published_months') }}
union
select
    {{ as_of() }} as evaluated_on,
    max(month) as month
from {{ ref('int_published_months') }}
having max(month) is not null
