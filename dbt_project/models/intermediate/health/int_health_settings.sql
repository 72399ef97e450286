select
    cast(max(case when name = 'minimum_n' then value end) as int) as minimum_n,
    cast(max(case when name = 'score_respondents_minimum' then value end) as int) as respondents_minimum,
    cast(max(case when name = 'health_coverage_minimum' then value end) as {{ type_double() }}) as coverage_minimum,
    cast(max(case when name = 'health_good_from' then value end) as {{ type_double() }}) as good_from,
    cast(max(case when name = 'health_poor_below' then value end) as {{ type_double() }}) as poor_below,
    cast(max(case when name = 'backtest_normal_quantile' then value end) as {{ type_double() }}) as normal_quantile,
    cast(max(case when name = 'backtest_churns_minimum' then value end) as int) as backtest_churns_minimum,
    cast(max(case when name = 'backtest_expected_minimum' then value end) as {{ type_double() }}) as expected_minimum,
    cast(max(case when name = 'baseline_churns_minimum' then value end) as int) as baseline_churns_minimum,
    cast(max(case when name = 'baseline_refit_months' then value end) as int) as refit_months,
    cast(max(case when name = 'baseline_rows_maximum' then value end) as int) as rows_maximum,
    cast(max(case when name = 'baseline_penalty' then value end) as {{ type_double() }}) as penalty
from {{ ref('settings') }}
