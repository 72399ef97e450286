-- What people have decided by hand, with whether the ids exist; a decision counts from its day.
select
    decisions.system,
    decisions.system_account_id,
    decisions.account_id,
    decisions.decision,
    decisions.reason,
    decisions.decided_by,
    cast(decisions.decided_on as date) as decided_on,
    others.party_id is not null as is_known_system_account,
    accounts.account_id is not null
    or (decisions.account_id is null and decisions.decision = 'forbid') as is_known_account,
    sum(case when decisions.decision = 'confirm' then 1 else 0 end)
        over (partition by decisions.system, decisions.system_account_id) as confirmations
from {{ ref('identity_links') }} as decisions
left join {{ ref('int_identity_parties') }} as others
    on
        decisions.system = others.system
        and decisions.system_account_id = others.party_id
        and others.system <> 'crm'
left join {{ ref('int_accounts') }} as accounts
    on decisions.account_id = accounts.account_id
where cast(decisions.decided_on as date) <= {{ as_of() }}
