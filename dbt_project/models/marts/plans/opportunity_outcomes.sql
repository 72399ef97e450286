with

accounts_and_all as (
    select
        *,
        account_id as unit_id
    from {{ ref('int_opportunities') }}
    union all
    select
        *,
        'ALL' as unit_id
    from {{ ref('int_opportunities') }}
),

units as (
    select
        *,
        type as unit_type
    from accounts_and_all
    union all
    select
        *,
        'ALL' as unit_type
    from accounts_and_all
),

ranked as (
    select
        *,
        row_number() over (
            partition by unit_id, unit_type
            order by closed_date desc nulls last, opportunity_id desc
        ) as newest_first
    from units
)

select
    cast(unit_id as string) as account_id,
    cast(unit_type as string) as type,
    cast(max(case when newest_first = 1 and closed_date is not null then outcome end) as string) as last_outcome,
    cast(sum(case when outcome = 'open' then 1 else 0 end) as bigint) as open_quotes,
    cast(sum(case when outcome = 'open' then monthly_amount end) as decimal(18, 2)) as open_monthly_amount,
    cast(sum(case when outcome = 'open' then monthly_amount * probability end) as decimal(18, 2))
        as weighted_monthly_amount,
    cast(sum(case when outcome = 'open' and expected_close_date < {{ as_of() }} then 1 else 0 end) as bigint)
        as open_past_expected_close,
    cast(sum(case when outcome = 'won' then 1 else 0 end) as bigint) as won,
    cast(sum(case when outcome = 'lost' then 1 else 0 end) as bigint) as lost,
    cast(sum(case when outcome = 'unknown' then 1 else 0 end) as bigint) as closed_unknown,
    {{ safe_divide(
        "sum(case when outcome = 'won' then 1 else 0 end)",
        "sum(case when outcome in ('won', 'lost') then 1 else 0 end)"
    ) }} as win_rate,
    cast(sum(case when outcome = 'won' then monthly_amount end) as decimal(18, 2)) as won_monthly_amount,
    cast(sum(case when outcome = 'lost' then monthly_amount end) as decimal(18, 2)) as lost_monthly_amount,
    cast(max(closed_date) as date) as last_closed_on
from ranked
group by unit_id, unit_type
