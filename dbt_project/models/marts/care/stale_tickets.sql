with

open_tickets as (
    select
        tickets.*,
        -- An answer counts as a change even where the source keeps no day of the last one.
        greatest(
            tickets.created_on,
            coalesce(tickets.updated_on, tickets.created_on),
            coalesce({{ local_date('tickets.first_response_at', 'settings.timezone') }}, tickets.created_on)
        ) as last_update_on
    from {{ ref('int_tickets') }} as tickets
    cross join {{ ref('int_policy_settings') }} as settings
    where tickets.solved_on is null
),

aged as (
    select
        *,
        {{ days_between('last_update_on', as_of()) }} as days_without_update
    from open_tickets
)

select
    cast(aged.ticket_id as string) as ticket_id,
    cast(aged.account_id as string) as account_id,
    cast(accounts.owner_id as string) as owner_id,
    cast(accounts.csm_id as string) as csm_id,
    cast(aged.priority as string) as priority,
    cast(aged.category as string) as category,
    cast(aged.status as string) as status,
    aged.is_complaint,
    cast(aged.days_without_update as int) as days_without_update,
    cast(aged.created_on as date) as created_on,
    cast(aged.last_update_on as date) as last_update_on
from aged
inner join {{ ref('int_accounts') }} as accounts
    on aged.account_id = accounts.account_id
cross join {{ ref('int_people_settings') }} as settings
where aged.days_without_update > settings.stale_ticket_days
