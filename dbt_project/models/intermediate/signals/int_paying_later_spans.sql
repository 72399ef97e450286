with

numbered as (
    select
        account_id,
        settled_on,
        row_number() over (partition by account_id order by settled_on asc, invoice_id asc) as number,
        sum(days_late) over (
            partition by account_id
            order by settled_on asc, invoice_id asc
            rows between unbounded preceding and current row
        ) as days_late_so_far,
        lead(settled_on) over (partition by account_id order by settled_on asc, invoice_id asc) as next_on
    from {{ ref('int_invoice_settlements') }}
),

compared as (
    select
        later.account_id,
        later.settled_on as valid_from,
        least(
            coalesce(later.next_on, {{ end_of_time() }}),
            {{ add_days('later.settled_on', 'rules.after_days') }}
        ) as valid_until,
        rules.last_n,
        rules.minimum,
        {{ safe_divide('later.days_late_so_far - earlier.days_late_so_far', 'rules.last_n') }} as recent,
        {{ safe_divide('earlier.days_late_so_far', 'earlier.number') }} as usual
    from numbered as later
    cross join {{ signal_rule('paying_later') }} as rules
    inner join numbered as earlier
        on
            later.account_id = earlier.account_id
            and earlier.number = later.number - rules.last_n
    where earlier.number >= rules.last_n
)

select
    account_id,
    '' as subject,
    valid_from,
    valid_until,
    'The last ' || cast(last_n as string) || ' invoices were paid ' || {{ decimal_words('recent') }}
    || ' days late on average, those before ' || {{ decimal_words('usual') }} || '.' as evidence
from compared
where
    valid_from < valid_until
    and round(recent - usual, 9) >= minimum
