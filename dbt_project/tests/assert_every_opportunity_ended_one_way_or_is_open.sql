-- Open, won, lost and unknown opportunities add up to all of them, for the company and over its accounts.
with

sums as (
    select
        case when account_id = 'ALL' then 'company' else 'accounts' end as level,
        sum(open_quotes + won + lost + closed_unknown) as opportunities
    from {{ ref('opportunity_outcomes') }}
    where type <> 'ALL'
    group by case when account_id = 'ALL' then 'company' else 'accounts' end
),

counted as (
    select count(*) as opportunities from {{ ref('int_opportunities') }}
)

select
    sums.level,
    sums.opportunities,
    counted.opportunities as opportunities_known
from sums
cross join counted
where sums.opportunities <> counted.opportunities
