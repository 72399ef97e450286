select months.month
from {{ ref('int_reporting_months') }} as months
cross join {{ ref('int_scorecard_settings') }} as settings
where months.month > {{ add_months(last_published_month(), '-1 * settings.scorecard_months') }}
