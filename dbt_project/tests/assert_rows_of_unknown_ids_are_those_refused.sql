-- Rows whose account nobody knows are the same in number in the match rates and among the rows refused.
with

counted as (
    select sum(rows_of_unknown_ids) as row_count from {{ ref('identity_match_rates') }}
),

refused as (
    select sum(refused_rows) as row_count
    from {{ ref('refused_rows') }}
    where
        column_name = 'account_id'
        and expected = 'an account_id that the accounts hold'
        and stream in (
            {%- for stream in var('stream_systems') %}
            '{{ stream }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
)

select
    counted.row_count,
    refused.row_count as refused_row_count
from counted
cross join refused
where coalesce(counted.row_count, 0) <> coalesce(refused.row_count, 0)
