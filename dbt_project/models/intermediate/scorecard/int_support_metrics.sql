with

support as (
    select * from {{ ref('service_months') }}
    where priority = 'ALL'
)

{{ metric_rows(
    'support',
    [
        ('first_response_hours', 'first_response_hours_median'),
        ('solution_hours', 'solution_hours_median'),
        ('response_level_met', 'response_sla_met_share'),
        ('solution_level_met', 'solution_sla_met_share'),
        ('open_requests', 'open_at_month_end'),
    ],
    n='tickets'
) }}
