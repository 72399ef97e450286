select
    account_id,
    attribute,
    period_number,
    value,
    valid_from,
    valid_to
from {{ ref('int_version_periods') }}
where attribute <> 'segment_set'
union all
select
    account_id,
    'abc_class' as attribute,
    period_number,
    abc_class as value,
    valid_from,
    valid_to
from {{ ref('int_class_periods') }}
union all
select
    account_id,
    'segment' as attribute,
    period_number,
    segment as value,
    valid_from,
    valid_to
from {{ ref('int_segment_periods') }}
