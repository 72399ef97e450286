with

modules as (
    select
        account_id,
        {{ module_subject('product', 'module') }} as subject,
        min(used_on) as first_used_on,
        min(min(used_on)) over (partition by account_id) as account_first_used_on
    from {{ ref('int_usage') }}
    where events > 0 or active_users > 0
    group by account_id, {{ module_subject('product', 'module') }}
)

-- What a new customer uses for the first time is its beginning, not its growth.
select
    modules.account_id,
    modules.subject,
    modules.first_used_on as valid_from,
    {{ end_of_time() }} as valid_until,
    'Used for the first time.' as evidence
from modules
cross join {{ signal_rule('module_taken_up', 'buying_signals') }} as rules
where modules.first_used_on > {{ add_days('modules.account_first_used_on', 'rules.after_days') }}
