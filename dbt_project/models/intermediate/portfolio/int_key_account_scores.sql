with

weights as (
    select
        dates.evaluated_on,
        max(criteria.version) as criteria_version,
        sum(criteria.weight) as weight_of_all
    from {{ ref('int_key_account_dates') }} as dates
    inner join {{ ref('key_account_criteria') }} as criteria
        on
            (criteria.valid_from <= dates.evaluated_on or criteria.valid_from is null)
            and (criteria.valid_to > dates.evaluated_on or criteria.valid_to is null)
    group by dates.evaluated_on
),

customers as (
    select
        evaluated_on,
        customer_id,
        coalesce(
            max(case when is_own then case when mutual_commitment then 1 when not mutual_commitment then 0 end end),
            max(case when mutual_commitment then 1 when not mutual_commitment then 0 end)
        ) = 1 as mutual_commitment,
        max(case when is_key_account then 1 when not is_key_account then 0 end) = 1 as is_declared
    from {{ ref('int_key_account_subjects') }}
    group by evaluated_on, customer_id
),

summed as (
    select
        evaluated_on,
        customer_id,
        {{ sum_of_ratios('weight * points') }} as points,
        sum(case when points is not null then weight end) as weight,
        sum(case when points is not null and not is_size and source = 'rated' then 1 else 0 end) as other_criteria_rated
    from {{ ref('int_key_account_points') }}
    group by evaluated_on, customer_id
)

select
    customers.evaluated_on,
    customers.customer_id,
    weights.criteria_version,
    customers.mutual_commitment,
    customers.is_declared,
    100 * {{ safe_divide('summed.points', 'summed.weight') }} as score,
    {{ safe_divide('coalesce(summed.weight, 0)', 'weights.weight_of_all') }} as coverage,
    coalesce(summed.other_criteria_rated, 0) as other_criteria_rated
from customers
left join weights
    on customers.evaluated_on = weights.evaluated_on
left join summed
    on
        customers.evaluated_on = summed.evaluated_on
        and customers.customer_id = summed.customer_id
