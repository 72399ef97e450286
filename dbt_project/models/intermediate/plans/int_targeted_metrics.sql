select distinct metric
from {{ ref('int_targets') }}
