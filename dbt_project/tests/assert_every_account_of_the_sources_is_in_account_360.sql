-- Accounts in are accounts out: none is lost on the way, and none appears that no source holds.
with

read as (
    {{ union_sources('accounts') }}
),

counted as (
    select
        account_id,
        1 as rows_in,
        0 as rows_out
    from read
    union all
    select
        account_id,
        0 as rows_in,
        1 as rows_out
    from {{ ref('account_360') }}
)

select
    account_id,
    sum(rows_in) as rows_in,
    sum(rows_out) as rows_out
from counted
group by account_id
having sum(rows_in) = 0 or sum(rows_out) <> 1
