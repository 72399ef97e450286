with

-- A rating of the customer's own account goes before those of its members, a dated one before an undated one.
ranked as (
    select
        subjects.evaluated_on,
        subjects.customer_id,
        ratings.criterion,
        ratings.rating,
        ratings.rated_on,
        ratings.rated_by,
        row_number() over (
            partition by subjects.evaluated_on, subjects.customer_id, ratings.criterion
            order by
                case when subjects.is_own then 0 else 1 end asc,
                ratings.rated_on desc nulls last,
                ratings.account_id asc
        ) as preferred_first
    from {{ ref('int_key_account_subjects') }} as subjects
    inner join {{ ref('int_account_ratings') }} as ratings
        on
            subjects.account_id = ratings.account_id
            and (ratings.known_from <= subjects.evaluated_on or ratings.known_from is null)
            and (ratings.known_until > subjects.evaluated_on or ratings.known_until is null)
)

select
    evaluated_on,
    customer_id,
    'rated' as source,
    criterion,
    rating as value,
    rated_on,
    rated_by
from ranked
where preferred_first = 1
union all
select
    subjects.evaluated_on,
    subjects.customer_id,
    'computed' as source,
    'revenue' as criterion,
    segments.revenue_ttm as value,
    cast(null as date) as rated_on,
    cast(null as string) as rated_by
from {{ ref('int_key_account_potentials') }} as subjects
inner join {{ ref('int_key_account_dates') }} as dates
    on subjects.evaluated_on = dates.evaluated_on
inner join {{ ref('int_customer_segment_months') }} as segments
    on
        dates.month = segments.month
        and subjects.customer_id = segments.customer_id
union all
select
    evaluated_on,
    customer_id,
    'computed' as source,
    'potential_revenue' as criterion,
    potential_annual as value,
    cast(null as date) as rated_on,
    cast(null as string) as rated_by
from {{ ref('int_key_account_potentials') }}
where potential_annual is not null
