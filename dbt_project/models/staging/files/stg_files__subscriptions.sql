with

known as (
    {{ known_rows(source('files', 'subscriptions'), dated=true) }}
)

select
    subscription_id,
    account_id,
    product,
    currency,
    status,
    cast(monthly_amount as {{ type_amount() }}) as monthly_amount,
    cast(seats as bigint) as seats,
    cast(term_months as bigint) as term_months,
    cast(notice_period_days as bigint) as notice_period_days,
    cast(auto_renew as boolean) as auto_renew,
    coalesce(cast(signed_date as date), cast(start_date as date)) as signed_date,
    cast(start_date as date) as start_date,
    cast(end_date as date) as end_date,
    cast(notice_date as date) as notice_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
