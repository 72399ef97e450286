-- Every request made up to the last published month stands in one priority of its month and in ALL.
with

asked as (
    select count(*) as tickets
    from {{ ref('int_tickets') }}
    where {{ month_of('created_on') }} <= {{ last_published_month() }}
),

told as (
    select
        coalesce(sum(case when priority = 'ALL' then tickets else 0 end), 0) as tickets_of_all,
        coalesce(sum(case when priority <> 'ALL' then tickets else 0 end), 0) as tickets_of_priorities
    from {{ ref('service_months') }}
)

select
    asked.tickets,
    told.tickets_of_all,
    told.tickets_of_priorities
from asked
cross join told
where
    asked.tickets <> told.tickets_of_all
    or asked.tickets <> told.tickets_of_priorities
