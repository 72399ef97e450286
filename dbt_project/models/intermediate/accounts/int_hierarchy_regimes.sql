with

changes as (
    select distinct {{ month_of('known_from') }} as month
    from (
        select
            known_from,
            coalesce(parent_account_id, '') as parent_account_id,
            lag(coalesce(parent_account_id, '')) over (
                partition by account_id order by known_from asc nulls first
            ) as previous_parent_account_id
        from {{ ref('int_account_versions') }}
    ) as parents
    where
        known_from is not null
        and parent_account_id <> previous_parent_account_id
),

starts as (
    select months.month as regime_month
    from {{ ref('int_published_months') }} as months
    inner join changes
        on months.month = changes.month
    union
    select min(month) as regime_month
    from {{ ref('int_published_months') }}
)

-- The hierarchy of a month is the one that was in force on its last day.
select
    months.month,
    months.month_end,
    max(starts.regime_month) as regime_month
from {{ ref('int_published_months') }} as months
inner join starts
    on months.month >= starts.regime_month
group by months.month, months.month_end
