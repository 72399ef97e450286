-- A component without weight is switched off.
select
    component,
    unit,
    action,
    weight,
    none_at,
    full_at,
    window_days,
    usual_after_days,
    usual_days,
    minimum
from {{ ref('health_components') }}
where weight > 0
