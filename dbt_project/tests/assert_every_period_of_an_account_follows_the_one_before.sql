-- Whatever day is asked for, each account has one value of each attribute: periods neither leave a gap nor overlap.
with

periods as (
    select
        *,
        lead(valid_from) over (partition by account_id, attribute order by period_number asc) as next_from,
        lead(period_number) over (partition by account_id, attribute order by period_number asc) as next_number
    from {{ ref('account_history') }}
)

select *
from periods
where
    (period_number = 1) <> (valid_from is null)
    or (next_number is null) <> (valid_to is null)
    or next_number <> period_number + 1
    or next_from <> {{ add_days('valid_to', 1) }}
    or valid_to < valid_from
