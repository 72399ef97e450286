with

counted as (
    select
        {{ month_of('created_on') }} as month,
        count(*) as complaints,
        sum(case when status = 'solved' then 1 else 0 end) as solved,
        sum(case when status = 'open' then 1 else 0 end) as still_open,
        {{ percentile('days_to_solve', 0.5) }} as days_to_solve_median,
        {{ percentile('days_to_solve', 0.9) }} as days_to_solve_p90
    from {{ ref('complaints') }}
    group by {{ month_of('created_on') }}
)

select
    cast(coalesce(counted.complaints, 0) as bigint) as complaints,
    cast(coalesce(counted.solved, 0) as bigint) as solved,
    cast(coalesce(counted.still_open, 0) as bigint) as still_open,
    counted.days_to_solve_median,
    counted.days_to_solve_p90,
    cast(coalesce(scores.answers_after, 0) as bigint) as answers_after_12_months,
    scores.nps_after as nps_after_12_months,
    scores.nps_of_all as nps_of_all_12_months,
    cast(survivals.customers_complaining as bigint) as customers_complaining_12_months,
    survivals.stayed_share as stayed_share_12_months,
    survivals.stayed_share_of_all as stayed_share_of_all_12_months,
    cast(months.month as date) as month
from {{ ref('int_reporting_months') }} as months
left join counted
    on months.month = counted.month
left join {{ ref('int_complaint_scores') }} as scores
    on months.month = scores.month
left join {{ ref('int_complaint_survivals') }} as survivals
    on months.month = survivals.month
-- Without any request read, nobody can say that there were no complaints.
where (select count(*) from {{ ref('int_tickets') }}) > 0
