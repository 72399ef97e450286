with

months as (
    {{ month_spine(month_of(as_of()), month_of(add_months(as_of(), 12))) }}
),

-- What comes every few months begins in another month with each account; a campaign is one for all.
phased as (
    select
        items.*,
        months.month,
        12 * year(months.month) + month(months.month) as month_number,
        case
            when items.every_months is null or items.kind = 'campaign' then 0
            else mod(items.place, items.every_months)
        end as phase
    from {{ ref('int_clock_items') }} as items
    cross join months
),

chosen as (
    select
        *,
        cast(floor({{ safe_divide('month_number - phase', 'coalesce(every_months, 1)') }}) as int) as occurrence,
        row_number() over (
            partition by coalesce(owner_id, account_id), month, kind = 'campaign'
            order by item asc, account_id asc
        ) as place_in_month
    from phased
    where
        month_of_year = month(month)
        or mod(month_number - phase, every_months) = 0
),

-- From the 4th to the 28th, so that the working day before is of the same month.
wanted as (
    select
        *,
        {{ add_days('month', "3 + case when kind = 'campaign' then 0 else mod(3 * place_in_month, 25) end") }}
            as wanted_on
    from chosen
),

shown as (
    select
        wanted.account_id,
        wanted.item,
        wanted.occurrence,
        max(case
            when activities.status = 'done' and activities.activity_date <= {{ as_of() }}
                then activities.activity_date
        end) as done_on,
        min(case
            when activities.status = 'planned' and activities.activity_date >= {{ as_of() }}
                then activities.activity_date
        end) as arranged_for
    from wanted
    inner join {{ ref('int_activities') }} as activities
        on
            wanted.account_id = activities.account_id
            and wanted.month = {{ month_of('activities.activity_date') }}
            and (wanted.activity_type = activities.activity_type or wanted.activity_type = 'any')
            and (wanted.level = activities.level or wanted.level = 'any')
            and (wanted.kind <> 'contact' or not activities.is_mass)
            and activities.activity_date <= {{ add_months(as_of(), 12) }}
    group by wanted.account_id, wanted.item, wanted.occurrence
)

select
    wanted.account_id,
    wanted.item,
    wanted.kind,
    wanted.level,
    wanted.activity_type,
    wanted.segment,
    wanted.owner_id,
    wanted.task,
    wanted.occurrence,
    wanted.wanted_on < {{ as_of() }} as is_late,
    wanted.wanted_on,
    case when shown.done_on is null then shown.arranged_for end as arranged_for,
    shown.done_on
from wanted
left join shown
    on
        wanted.account_id = shown.account_id
        and wanted.item = shown.item
        and wanted.occurrence = shown.occurrence
where
    wanted.wanted_on <= {{ add_months(as_of(), 12) }}
    -- Of what leaves no activity behind, nobody can say that it was not done.
    and (wanted.wanted_on >= {{ as_of() }} or wanted.activity_type is not null)
