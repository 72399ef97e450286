with

known as (
    {{ known_rows(source('files', 'opportunities'), dated=true) }}
)

select
    opportunity_id,
    account_id,
    type,
    stage,
    lost_reason,
    product,
    sales_motion,
    cast(monthly_amount as {{ type_amount() }}) as monthly_amount,
    cast(probability as {{ type_amount() }}) as probability,
    cast(won as boolean) as won,
    cast(expected_close_date as date) as expected_close_date,
    cast(created_date as date) as created_date,
    cast(closed_date as date) as closed_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
