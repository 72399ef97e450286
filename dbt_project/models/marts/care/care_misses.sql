select
    cast(rules.account_id as string) as account_id,
    cast(rules.level as string) as level,
    cast(rules.activity_type as string) as activity_type,
    cast(accounts.account_name as string) as account_name,
    cast(rules.segment as string) as segment,
    cast(rules.owner_id as string) as owner_id,
    cast(rules.basis as string) as basis,
    cast(
        cast(rules.done as string) || ' of ' || cast(rules.required as string) || ' in the last '
        || cast(rules.window_months as string) || ' months'
        || case
            when rules.last_contact is null then '; never before'
            else '; the last on ' || cast(rules.last_contact as string)
        end
        || case when rules.is_in_force then '' else '; asked for by a rule that has ended' end as string
    ) as reason,
    cast(rules.required - rules.done as int) as missing,
    cast({{ days_between('rules.last_contact', as_of()) }} as int) as days_since_last_contact,
    cast(rules.next_due as date) as next_due
from {{ ref('care_rule_compliance') }} as rules
inner join {{ ref('int_accounts') }} as accounts
    on rules.account_id = accounts.account_id
where rules.status = 'missed'
