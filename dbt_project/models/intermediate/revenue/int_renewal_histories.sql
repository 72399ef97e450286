with

lives as (
    select
        segment,
        term_months,
        first_period,
        last_period,
        is_loss_counted as is_lost
    from {{ ref('int_renewal_lifetimes') }}
    where term_months is not null
    union all
    select
        'ALL' as segment,
        term_months,
        first_period,
        last_period,
        is_loss_counted as is_lost
    from {{ ref('int_renewal_lifetimes') }}
    where term_months is not null
)

select
    segment,
    term_months,
    first_period,
    last_period,
    is_lost,
    cast(count(*) as bigint) as customers
from lives
group by segment, term_months, first_period, last_period, is_lost
