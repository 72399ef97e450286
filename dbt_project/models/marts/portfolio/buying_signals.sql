with

settings as (
    select
        {{ add_days(
            as_of(), "-1 * cast(max(case when name = 'buying_signal_days' then value end) as int)"
        ) }} as since,
        cast(max(case when name = 'buying_signal_seat_share' then value end) as {{ type_rate() }}) as seat_share,
        lower(max(case when name = 'buying_signal_category' then value end)) as ticket_category
    from {{ ref('settings') }}
),

-- A seat may be used in several modules of a product on one day.
days as (
    select
        account_id,
        product,
        used_on,
        max(active_users) as active_users,
        max(licensed_seats) as licensed_seats
    from {{ ref('int_usage') }}
    group by account_id, product, used_on
),

seats as (
    select
        days.account_id,
        'seats_nearly_used' as signal,
        coalesce(days.product, '') as subject,
        'Up to ' || cast(max(days.active_users) as string) || ' of ' || cast(max(days.licensed_seats) as string)
        || ' seats in use on a day.' as evidence,
        min(days.used_on) as first_seen
    from days
    cross join settings
    where
        days.used_on > settings.since
        and days.active_users >= settings.seat_share * days.licensed_seats
        and days.licensed_seats > 0
    group by days.account_id, coalesce(days.product, '')
),

modules as (
    select
        account_id,
        coalesce(product, '') || case when module is null then '' else ' ' || module end as subject,
        min(used_on) as first_used_on,
        min(min(used_on)) over (partition by account_id) as account_first_used_on
    from {{ ref('int_usage') }}
    where events > 0 or active_users > 0
    group by account_id, coalesce(product, '') || case when module is null then '' else ' ' || module end
),

-- What a new customer uses for the first time is its beginning, not its growth.
found as (
    select * from seats
    union all
    select
        modules.account_id,
        'module_taken_up' as signal,
        modules.subject,
        'Used for the first time.' as evidence,
        modules.first_used_on as first_seen
    from modules
    cross join settings
    where
        modules.first_used_on > settings.since
        and modules.account_first_used_on <= settings.since
    union all
    select
        accounts.parent_account_id as account_id,
        'new_site' as signal,
        accounts.account_id as subject,
        accounts.account_name || ' became a customer.' as evidence,
        accounts.customer_since as first_seen
    from {{ ref('int_accounts') }} as accounts
    cross join settings
    where
        accounts.parent_account_id is not null
        and not accounts.is_deleted
        and accounts.customer_since > settings.since
        and accounts.customer_since <= {{ as_of() }}
    union all
    select
        tickets.account_id,
        'question_about_product' as signal,
        tickets.ticket_id as subject,
        'A support request asks about a product.' as evidence,
        tickets.created_on as first_seen
    from {{ ref('int_tickets') }} as tickets
    cross join settings
    where
        lower(tickets.category) = settings.ticket_category
        and tickets.created_on > settings.since
)

select
    cast(account_id as string) as account_id,
    cast(signal as string) as signal,
    cast(subject as string) as subject,
    cast(evidence as string) as evidence,
    cast(first_seen as date) as first_seen
from found
