select
    accounts.account_id,
    {{ months_between_months(beginning_of_time(), 'accounts.month') }} as month_number,
    {%- for component in health_components() %}
    max(case when parts.component = '{{ component }}' then cast(parts.value as {{ type_double() }}) end)
        as {{ component }},
    {%- endfor %}
    coalesce(accounts.months_to_churn, 0) as months_to_churn
from {{ ref('int_backtest_accounts') }} as accounts
left join {{ ref('int_component_values') }} as parts
    on
        accounts.account_id = parts.account_id
        and accounts.scored_on = parts.scored_on
group by accounts.account_id, accounts.month, coalesce(accounts.months_to_churn, 0)
