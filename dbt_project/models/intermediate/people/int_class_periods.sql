with

months as (
    select
        accounts.account_id,
        accounts.month,
        classes.abc_class,
        lag(classes.abc_class) over (partition by accounts.account_id order by accounts.month asc) as class_before
    from {{ ref('int_customer_months') }} as accounts
    inner join {{ ref('int_accounts') }} as known
        on accounts.account_id = known.account_id
    inner join {{ ref('int_customer_segment_months') }} as classes
        on
            accounts.customer_id = classes.customer_id
            and accounts.month = classes.month
),

changes as (
    select
        account_id,
        abc_class,
        -- The class of a month is known from its last day; nothing is known before the first one.
        case when class_before is not null then {{ month_end('month') }} end as valid_from,
        row_number() over (partition by account_id order by month asc) as period_number,
        {{ add_days(
            'lead(' ~ month_end('month') ~ ') over (partition by account_id order by month asc)', -1
        ) }} as valid_to
    from months
    where
        class_before is null
        or class_before <> abc_class
)

select
    account_id,
    abc_class,
    cast(period_number as int) as period_number,
    valid_from,
    valid_to
from changes
