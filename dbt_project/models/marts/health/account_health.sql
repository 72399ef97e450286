with

months as (
    select *
    from {{ ref('int_health_scores') }}
    where month is not null
)

select
    cast(months.account_id as string) as account_id,
    {{ health_band('months.score', 'settings') }} as band,
    cast(months.weakest_component as string) as weakest_component,
    months.score,
    months.coverage,
    {%- for component in health_components() %}
    round(cast(months.{{ component }} as {{ type_double() }}), 1) as {{ component }},
    {%- endfor %}
    round(months.score - earlier.score, 1) as score_change_month,
    months.has_notice,
    cast(months.month as date) as month
from months
cross join {{ ref('int_health_settings') }} as settings
left join months as earlier
    on
        months.account_id = earlier.account_id
        and months.month = {{ add_months('earlier.month', 1) }}
