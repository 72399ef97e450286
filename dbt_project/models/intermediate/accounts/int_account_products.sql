select
    account_id,
    count(distinct product) as products_in_use
from {{ ref('int_mrr_book') }}
where
    month = {{ last_published_month() }}
    and mrr > 0
group by account_id
