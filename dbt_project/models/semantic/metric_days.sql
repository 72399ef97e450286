select cast(month as date) as day
from {{ ref('int_published_months') }}
