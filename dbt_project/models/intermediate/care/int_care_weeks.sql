{# First one contact a week for each account, then what an owner's week can hold. #}
{%- set passes = [('account_id', '1'), ('queue_id', 'week_capacity')] -%}
with

leveled_0 as (
    select
        occurrences.account_id,
        occurrences.level,
        occurrences.activity_type,
        occurrences.contact_number,
        occurrences.queue_id,
        loads.week_capacity,
        cast(floor({{ safe_divide('days.day_number - 1', '7') }}) as int) as week_number,
        days.day_number,
        0 as place
    from {{ ref('int_care_occurrences') }} as occurrences
    inner join {{ ref('int_care_loads') }} as loads
        on occurrences.queue_id = loads.queue_id
    inner join {{ ref('int_care_days') }} as days
        on occurrences.wanted_on = days.day
    where
        not occurrences.is_late
        and occurrences.arranged_for is null
)
{%- for key, capacity in passes %},

-- From the last week back: what a week cannot hold moves to the week before.
numbered_{{ loop.index }} as (
    select
        account_id,
        level,
        activity_type,
        contact_number,
        queue_id,
        week_capacity,
        week_number,
        day_number,
        row_number() over (
            partition by {{ key }}
            order by
                week_number desc,
                day_number desc,
                account_id desc,
                level desc,
                activity_type desc,
                contact_number desc
        ) as number_back
    from leveled_{{ loop.index0 }}
),

moved_{{ loop.index }} as (
    select
        *,
        min({{ capacity }} * week_number + {{ capacity }} - 1 + number_back) over (
            partition by {{ key }} order by number_back asc rows between unbounded preceding and current row
        ) - number_back as place
    from numbered_{{ loop.index }}
),

leveled_{{ loop.index }} as (
    select
        account_id,
        level,
        activity_type,
        contact_number,
        queue_id,
        week_capacity,
        day_number,
        place,
        greatest(0, cast(floor({{ safe_divide('place', capacity) }}) as int)) as week_number
    from moved_{{ loop.index }}
)
{%- endfor %}

select
    leveled.account_id,
    leveled.level,
    leveled.activity_type,
    leveled.contact_number,
    days.working_day as due_date
from leveled_{{ passes | length }} as leveled
inner join {{ ref('int_care_days') }} as days
    on days.day_number = case
        when leveled.week_number = cast(floor({{ safe_divide('leveled.day_number - 1', '7') }}) as int)
            then leveled.day_number
        -- A week that is not the wanted one is filled from its first day on.
        when leveled.week_number = 0 and leveled.place < 0 then 1
        else 1 + 7 * leveled.week_number + mod(leveled.place, 5)
    end
