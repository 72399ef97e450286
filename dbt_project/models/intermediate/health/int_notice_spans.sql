with

contracts as (
    select
        account_id,
        signed_date as signed_on,
        case when notice_date is not null then greatest(notice_date, signed_date) end as noticed_on,
        case when end_date is not null then greatest({{ add_days('end_date', 1) }}, signed_date) end as ended_on
    from {{ ref('int_subscriptions') }}
    where monthly_amount > 0
),

-- A contract goes on from its signing to its notice, or to an end agreed from the start; from its notice to its end it
-- is about to end.
changes as (
    select
        account_id,
        signed_on as changed_on,
        1 as going_on,
        0 as about_to_end
    from contracts
    union all
    select
        account_id,
        coalesce(least(noticed_on, coalesce(ended_on, noticed_on)), ended_on) as changed_on,
        -1 as going_on,
        0 as about_to_end
    from contracts
    where
        noticed_on is not null
        or ended_on is not null
    union all
    select
        account_id,
        noticed_on as changed_on,
        0 as going_on,
        1 as about_to_end
    from contracts
    where noticed_on < coalesce(ended_on, {{ end_of_time() }})
    union all
    select
        account_id,
        ended_on as changed_on,
        0 as going_on,
        -1 as about_to_end
    from contracts
    where noticed_on < ended_on
),

days as (
    select
        account_id,
        changed_on,
        sum(going_on) as going_on,
        sum(about_to_end) as about_to_end
    from changes
    group by account_id, changed_on
),

states as (
    select
        account_id,
        changed_on as valid_from,
        coalesce(
            lead(changed_on) over (partition by account_id order by changed_on asc), {{ end_of_time() }}
        ) as valid_until,
        sum(going_on) over (
            partition by account_id order by changed_on asc rows between unbounded preceding and current row
        ) as going_on,
        sum(about_to_end) over (
            partition by account_id order by changed_on asc rows between unbounded preceding and current row
        ) as about_to_end
    from days
)

select
    account_id,
    valid_from,
    valid_until
from states
where
    going_on = 0
    and about_to_end > 0
