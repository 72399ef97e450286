with

estimated as (
    select
        subjects.evaluated_on,
        subjects.account_id,
        max(case when potentials.product = '' then potentials.potential_annual end) as potential_in_all,
        sum(case when potentials.product <> '' then potentials.potential_annual end) as potential_of_products
    from {{ ref('int_key_account_subjects') }} as subjects
    inner join {{ ref('int_account_potentials') }} as potentials
        on
            subjects.account_id = potentials.account_id
            and potentials.estimated_on <= subjects.evaluated_on
            and (potentials.estimated_until > subjects.evaluated_on or potentials.estimated_until is null)
    group by subjects.evaluated_on, subjects.account_id
)

select
    subjects.evaluated_on,
    subjects.customer_id,
    sum(coalesce(subjects.potential_annual, estimated.potential_in_all, estimated.potential_of_products))
        as potential_annual
from {{ ref('int_key_account_subjects') }} as subjects
left join estimated
    on
        subjects.evaluated_on = estimated.evaluated_on
        and subjects.account_id = estimated.account_id
group by subjects.evaluated_on, subjects.customer_id
