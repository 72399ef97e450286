with

bounds as (
    select
        {{ add_months(last_published_month(), '1 - settings.history_months') }} as first_reported_month,
        {{ month_of('contacts.first_contact') }} as first_month,
        rules.longest_window,
        contacts.first_contact
    from {{ ref('int_care_settings') }} as settings
    cross join (select max(window_months) as longest_window from {{ ref('int_care_rules') }}) as rules
    cross join (
        select min(case when is_contact then activity_date end) as first_contact
        from {{ ref('int_activities') }}
    ) as contacts
),

months as (
    {{ month_spine('(select first_month from bounds)', last_published_month()) }}
),

days as (
    select
        {{ month_end('months.month') }} as judged_on,
        months.month,
        months.month >= bounds.first_reported_month as is_reported
    from months
    cross join bounds
    -- Where the records of contacts do not reach back a whole window, nobody can say what was missed.
    where {{ add_months(month_end('months.month'), '-bounds.longest_window') }} >= bounds.first_contact
    union all
    select
        {{ as_of() }} as judged_on,
        cast(null as date) as month,
        false as is_reported
)

select
    judged_on,
    judged_on = {{ as_of() }} as is_today,
    max(month) as month,
    max(case when is_reported then 1 else 0 end) = 1 as is_reported
from days
group by judged_on
