with

followed as (
    select
        *,
        lead(used_on) over (partition by account_id, product order by used_on asc) as next_on
    from {{ ref('int_usage_days') }}
)

select
    followed.account_id,
    followed.product as subject,
    followed.used_on as valid_from,
    least(
        coalesce(followed.next_on, {{ end_of_time() }}), {{ add_days('followed.used_on', 'rules.after_days') }}
    ) as valid_until,
    cast(followed.active_users as string) || ' of ' || cast(followed.licensed_seats as string)
    || ' seats in use on a day.' as evidence
from followed
cross join {{ signal_rule('seats_nearly_used', 'buying_signals') }} as rules
where
    followed.licensed_seats >= rules.minimum
    and followed.active_users >= rules.factor * followed.licensed_seats
