-- The accounts together have the recurring revenue with which the last published month closed, no more and no less.
with

both_sides as (
    select mrr as amount from {{ ref('account_360') }}
    union all
    select -1 * mrr as amount
    from {{ ref('mrr_months') }}
    where month = {{ last_published_month() }}
)

select sum(amount) as unexplained
from both_sides
having sum(amount) <> 0
