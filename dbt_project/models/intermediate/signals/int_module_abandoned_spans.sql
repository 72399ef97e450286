with

uses as (
    select
        account_id,
        {{ module_subject('product', 'module') }} as subject,
        used_on
    from {{ ref('int_usage') }}
    where events > 0 or active_users > 0
),

numbered as (
    select
        *,
        row_number() over (partition by account_id, subject order by used_on asc) as days_used,
        lead(used_on) over (partition by account_id, subject order by used_on asc) as next_on
    from uses
),

abandoned as (
    select
        numbered.account_id,
        numbered.subject,
        numbered.used_on,
        numbered.days_used,
        witnesses.witnessed_on as valid_from,
        coalesce(numbered.next_on, {{ end_of_time() }}) as valid_until
    from numbered
    cross join {{ signal_rule('module_abandoned') }} as rules
    inner join {{ ref('int_feed_witnesses') }} as witnesses
        on
            {{ add_days('numbered.used_on', 'rules.after_days + 1') }} = witnesses.day
            and witnesses.feed = 'usage'
    where
        numbered.days_used >= rules.minimum
        and coalesce(numbered.next_on > witnesses.witnessed_on, true)
)

select
    account_id,
    subject,
    valid_from,
    valid_until,
    'No use of ' || subject || ' for ' || cast({{ days_between('used_on', 'valid_from') }} as string)
    || ' days; used on ' || cast(days_used as string) || ' days before.' as evidence
from abandoned
