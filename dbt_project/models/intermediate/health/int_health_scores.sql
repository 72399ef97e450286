with

weights as (
    select sum(weight) as weight
    from {{ ref('int_health_components') }}
),

summed as (
    select
        account_id,
        scored_on,
        {%- for component in health_components() %}
        max(case when component = '{{ component }}' then value end) as {{ component }},
        max(case when component = '{{ component }}' then weight * (100 - value) end) as {{ component }}_lost,
        {%- endfor %}
        sum(weight) as weight,
        sum(weight * value) as weighted_value,
        max(weight * (100 - value)) as most_lost
    from {{ ref('int_component_values') }}
    group by account_id, scored_on
)

-- What is not known is left out, and the weights of the rest make up the whole; how much is known stands beside.
select
    scored.account_id,
    scored.scored_on,
    scored.month,
    scored.has_notice,
    {{ safe_divide('coalesce(summed.weight, 0)', 'weights.weight') }} as coverage,
    case
        when {{ safe_divide('summed.weight', 'weights.weight') }} >= settings.coverage_minimum
            then round({{ safe_divide('summed.weighted_value', 'summed.weight') }}, 1)
    end as score,
    {%- for component in health_components() %}
    summed.{{ component }},
    {%- endfor %}
    summed.weight as known_weight,
    case
        when {{ safe_divide('summed.weight', 'weights.weight') }} < settings.coverage_minimum then null
        when summed.most_lost = 0 then null
        {%- for component in health_components() %}
        when summed.{{ component }}_lost = summed.most_lost then '{{ component }}'
        {%- endfor %}
    end as weakest_component
from {{ ref('int_scored_accounts') }} as scored
cross join weights
cross join {{ ref('int_health_settings') }} as settings
left join summed
    on
        scored.account_id = summed.account_id
        and scored.scored_on = summed.scored_on
