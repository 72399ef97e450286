with

weeks as (
    select
        account_id,
        product,
        {{ add_days('used_on', '7 - ' ~ days_since_monday('used_on')) }} as known_on,
        {{ rounded(safe_divide('sum(active_users)', 'count(*)'), 18, 6) }} as active_users
    from {{ ref('int_usage_days') }}
    where active_users is not null
    group by account_id, product, {{ add_days('used_on', '7 - ' ~ days_since_monday('used_on')) }}
)

-- A week is known once it is over.
select
    account_id,
    known_on,
    cast(sum(active_users) as decimal(18, 6)) as active_users
from weeks
where known_on <= {{ as_of() }}
group by account_id, known_on
