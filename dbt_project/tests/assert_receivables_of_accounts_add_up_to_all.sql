-- The row ALL holds every account's open and overdue amounts; each row is rounded to cents by itself.
with

both_sides as (
    select
        case when account_id = 'ALL' then -1 * open_amount else open_amount end as open_amount,
        case when account_id = 'ALL' then -1 * overdue_amount else overdue_amount end as overdue_amount
    from {{ ref('receivables') }}
)

select
    sum(open_amount) as open_unexplained,
    sum(overdue_amount) as overdue_unexplained
from both_sides
having
    abs(sum(open_amount)) > 0.005 * count(*)
    or abs(sum(overdue_amount)) > 0.005 * count(*)
