select
    cast(classes.customer_id as string) as customer_id,
    cast(traits.customer_name as string) as customer_name,
    cast(classes.revenue_ttm as decimal(18, 2)) as revenue_ttm,
    classes.cum_share,
    cast(classes.abc_class as string) as abc_class,
    cast(products.highest_class as string) as highest_product_class,
    cast(matrix.potential_annual as decimal(18, 2)) as potential_annual,
    matrix.share_of_wallet,
    cast(matrix.quadrant as string) as quadrant,
    cast(matrix.treatment as string) as treatment,
    cast(matrix.value_class as string) as value_class,
    cast(matrix.potential_class as string) as potential_class,
    cast(matrix.matrix_cell as string) as matrix_cell,
    cast(coalesce(contributions.contribution, 0) as decimal(18, 2)) as contribution,
    cast(traits.strategic_value as double) as strategic_value,
    cast(traits.reference_value as double) as reference_value,
    cast(traits.relationship_stage as string) as relationship_stage,
    cast(traits.countries as int) as countries,
    cast(traits.industries as int) as industries,
    cast(traits.complexity_score as int) as complexity_score,
    cast(traits.complexity_parts_known as int) as complexity_parts_known,
    cast(contracts.contract_months_left as double) as contract_months_left,
    cast(coalesce(contracts.products_in_use, 0) as int) as products_in_use,
    cast(coalesce(potentials.accounts, 0) as int) as accounts,
    cast(coalesce(potentials.accounts_with_potential, 0) as int) as accounts_with_potential,
    matrix.is_potential_too_low,
    traits.needs_service_around_the_clock,
    traits.has_external_advisers,
    traits.decides_in_group,
    cast(potentials.potential_estimated_on as date) as potential_estimated_on,
    cast(contracts.contracted_until as date) as contracted_until
from {{ ref('int_customer_classes') }} as classes
inner join {{ ref('int_customer_matrix') }} as matrix
    on classes.customer_id = matrix.customer_id
left join {{ ref('int_customer_traits') }} as traits
    on classes.customer_id = traits.customer_id
left join {{ ref('int_customer_potentials') }} as potentials
    on classes.customer_id = potentials.customer_id
left join {{ ref('int_customer_contracts') }} as contracts
    on classes.customer_id = contracts.customer_id
left join {{ ref('int_customer_contributions') }} as contributions
    on classes.customer_id = contributions.customer_id
left join (
    select
        customer_id,
        max(highest_class) as highest_class
    from {{ ref('account_product_segments') }}
    group by customer_id
) as products
    on classes.customer_id = products.customer_id
