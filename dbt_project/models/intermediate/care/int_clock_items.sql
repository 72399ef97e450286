-- The oldest customers come first, so that a new one changes nobody's months.
select
    items.item,
    items.kind,
    items.month as month_of_year,
    items.every_months,
    items.activity_type,
    coalesce(items.level, 'any') as level,
    items.text as task,
    accounts.account_id,
    accounts.segment,
    coalesce(
        case items.owner_role
            when 'csm' then accounts.csm_id
            when 'executive_sponsor' then accounts.executive_sponsor_id
        end,
        accounts.carer_id
    ) as owner_id,
    row_number() over (
        partition by items.item, coalesce(accounts.carer_id, accounts.account_id)
        order by accounts.customer_from asc nulls first, accounts.account_id asc
    ) - 1 as place
from {{ ref('clock_items') }} as items
inner join {{ ref('int_care_accounts') }} as accounts
    on
        accounts.is_today
        and (items.segment = accounts.segment or coalesce(items.segment, 'any') = 'any')
        and (items.account_id = accounts.account_id or items.account_id is null)
