with

estimates as (
    select
        account_id,
        max(case when product = '' then potential_annual end) as potential_in_all,
        max(case when product = '' then estimated_on end) as estimated_on_in_all,
        sum(case when product <> '' then potential_annual end) as potential_of_products,
        max(case when product <> '' then estimated_on end) as estimated_on_of_products
    from {{ ref('int_account_potentials') }}
    where estimated_until is null
    group by account_id
),

-- What the account itself states goes before an estimate in all, and that before the sum over products.
by_account as (
    select
        hierarchy.customer_id,
        coalesce(accounts.potential_annual, estimates.potential_in_all, estimates.potential_of_products)
            as potential_annual,
        case
            when accounts.potential_annual is null and estimates.potential_in_all is not null
                then estimates.estimated_on_in_all
            when accounts.potential_annual is null then estimates.estimated_on_of_products
        end as estimated_on
    from {{ ref('int_accounts') }} as accounts
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on accounts.account_id = hierarchy.account_id
    left join estimates
        on accounts.account_id = estimates.account_id
)

select
    customer_id,
    cast(sum(potential_annual) as {{ type_money() }}) as potential_annual,
    sum(case when potential_annual is not null then 1 else 0 end) as accounts_with_potential,
    count(*) as accounts,
    max(estimated_on) as potential_estimated_on
from by_account
group by customer_id
