{%- set subjects = ['finance', 'customer', 'survey', 'support', 'care', 'promise', 'learning'] %}
{%- for subject in subjects %}
select
    metric,
    month,
    actual,
    n,
    measured_on
from {{ ref('int_' ~ subject ~ '_metrics') }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
