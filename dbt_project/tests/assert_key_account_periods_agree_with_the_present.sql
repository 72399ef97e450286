-- Whoever is a key account today has one open period, and nobody else has.
select
    keys.customer_id,
    keys.is_key_account,
    sum(case when periods.customer_id is not null and periods.valid_to is null then 1 else 0 end) as open_periods
from {{ ref('key_accounts') }} as keys
left join {{ ref('key_account_periods') }} as periods
    on keys.customer_id = periods.customer_id
group by keys.customer_id, keys.is_key_account
having
    sum(case when periods.customer_id is not null and periods.valid_to is null then 1 else 0 end)
    <> max(case when keys.is_key_account then 1 else 0 end)
