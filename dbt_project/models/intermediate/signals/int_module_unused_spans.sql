with

modules as (
    select
        account_id,
        {{ module_subject('product', 'module') }} as subject,
        min(case when licensed_seats > 0 then used_on end) as licensed_on,
        min(case when events > 0 or active_users > 0 then used_on end) as first_used_on
    from {{ ref('int_usage') }}
    group by account_id, {{ module_subject('product', 'module') }}
)

select
    modules.account_id,
    modules.subject,
    witnesses.witnessed_on as valid_from,
    coalesce(modules.first_used_on, {{ end_of_time() }}) as valid_until,
    modules.subject || ' never used in the '
    || cast({{ days_between('modules.licensed_on', 'witnesses.witnessed_on') }} as string)
    || ' days since seats of it were first held.' as evidence
from modules
cross join {{ signal_rule('module_unused') }} as rules
inner join {{ ref('int_feed_witnesses') }} as witnesses
    on
        {{ add_days('modules.licensed_on', 'rules.after_days + 1') }} = witnesses.day
        and witnesses.feed = 'usage'
where coalesce(modules.first_used_on > witnesses.witnessed_on, true)
