{%- set words = {
    'owner': 'Owner',
    'csm': 'Customer-success manager',
    'executive_sponsor': 'Executive sponsor',
    'segment': 'Segment',
    'is_key_account': 'Key account',
    'relationship_stage': 'Relationship stage',
    'is_deleted': 'Vanished from its source',
} %}
with

periods as (
    select
        account_id,
        attribute,
        period_number,
        value,
        valid_from,
        lag(value) over (partition by account_id, attribute order by period_number asc) as value_before
    from {{ ref('int_account_history') }}
)

select
    account_id,
    attribute || '_changed' as kind,
    account_id || ' ' || attribute || ' ' || cast(period_number as string) as source_id,
    case attribute
        {%- for attribute, word in words.items() %}
        when '{{ attribute }}' then '{{ word }}'
        {%- endfor %}
    end || ' changed from ' || coalesce(value_before, 'nothing') || ' to ' || coalesce(value, 'nothing') as title,
    valid_from as event_date
from periods
where
    period_number > 1
    -- The computed class shows in the segment, unless the company set another.
    and attribute <> 'abc_class'
