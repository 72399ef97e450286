with

judged as (
    select
        *,
        case
            when done_on <= promised_for then true
            when done_on > promised_for then false
            when done_on is null and promised_for < {{ as_of() }} then false
        end as kept_on_time
    from {{ ref('int_commitments') }}
)

select
    cast(commitment_id as string) as commitment_id,
    cast(account_id as string) as account_id,
    cast(owner_id as string) as owner_id,
    cast(promise as string) as promise,
    cast(case
        when done_on is null and kept_on_time is null then 'open'
        when done_on is null then 'overdue'
        when kept_on_time then 'kept'
        when not kept_on_time then 'kept_late'
        else 'done'
    end as string) as status,
    cast(case
        when kept_on_time then 0
        when done_on is not null then {{ days_between('promised_for', 'done_on') }}
        when not kept_on_time then {{ days_between('promised_for', as_of()) }}
    end as int) as days_late,
    kept_on_time,
    case when not kept_on_time then coalesce(told_late_on <= promised_for, false) end as told_in_time,
    cast(made_on as date) as made_on,
    cast(promised_for as date) as promised_for,
    cast(done_on as date) as done_on,
    cast(told_late_on as date) as told_late_on
from judged
