with

ahead as (
    select
        calendar.*,
        accounts.account_name,
        contacts.last_contact as last_contact_of_any_kind,
        contacts.days_since_last_contact,
        {{ add_days(as_of(), '7 - ' ~ days_since_monday(as_of())) }} as next_monday
    from {{ ref('care_calendar') }} as calendar
    inner join {{ ref('int_accounts') }} as accounts
        on calendar.account_id = accounts.account_id
    inner join {{ ref('account_contacts') }} as contacts
        on calendar.account_id = contacts.account_id
    cross join {{ ref('int_care_settings') }} as settings
    where
        calendar.status <> 'done'
        and calendar.due_date <= {{ add_days(as_of(), 'settings.due_days') }}
)

select
    cast(uid as string) as uid,
    cast(account_id as string) as account_id,
    cast(account_name as string) as account_name,
    cast(owner_id as string) as owner_id,
    cast(segment as string) as segment,
    cast(item as string) as item,
    cast(kind as string) as kind,
    cast(status as string) as status,
    cast(
        case
            when status = 'overdue' then 'overdue'
            when due_date < next_monday then 'this_week'
            when due_date <= {{ month_end(as_of()) }} then 'this_month'
            else 'later'
        end as string
    ) as period,
    cast(
        task || case
            when kind <> 'contact' then ''
            when last_contact is null then '; no such contact so far'
            else '; the last one on ' || cast(last_contact as string)
        end
        || case
            when status = 'overdue' and deadline is not null then '; was due on ' || cast(deadline as string)
            else ''
        end as string
    ) as reason,
    cast(days_since_last_contact as int) as days_since_last_contact,
    cast(due_date as date) as due_date,
    cast(deadline as date) as deadline,
    cast(last_contact_of_any_kind as date) as last_contact
from ahead
