{%- set values = '100 * ' ~ safe_divide(
    'measures.measure - components.none_at', 'components.full_at - components.none_at'
) %}
with

measures as (
    {%- for component in health_components() %}
    select
        '{{ component }}' as component,
        account_id,
        scored_on,
        cast(measure as {{ type_double() }}) as measure,
        cast(evidence as bigint) as evidence
    from {{ ref('int_' ~ component ~ '_measures') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

-- A component that cannot be known has no row; one whose measure is NULL is as bad as can be.
select
    measures.account_id,
    measures.scored_on,
    measures.component,
    components.weight,
    measures.measure,
    measures.evidence,
    cast(coalesce(
        case when {{ values }} > 100 then 100 when {{ values }} < 0 then 0 else {{ values }} end, 0
    ) as {{ type_rate() }}) as value
from measures
inner join {{ ref('int_health_components') }} as components
    on measures.component = components.component
