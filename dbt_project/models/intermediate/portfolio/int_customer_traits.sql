with

-- What the customer's own account says goes before what the accounts below it say.
members as (
    select
        hierarchy.customer_id,
        accounts.*,
        accounts.account_id = hierarchy.customer_id as is_own
    from {{ ref('int_accounts') }} as accounts
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on accounts.account_id = hierarchy.account_id
),

grouped as (
    select
        customer_id,
        max(case when is_own then account_name end) as customer_name,
        coalesce(
            max(case when is_own then relationship_stage end),
            case when min(relationship_stage) = max(relationship_stage) then max(relationship_stage) end
        ) as relationship_stage,
        coalesce(max(case when is_own then strategic_value end), max(strategic_value)) as strategic_value,
        coalesce(max(case when is_own then reference_value end), max(reference_value)) as reference_value,
        {{ greater_of('max(countries)', 'nullif(count(distinct country), 0)') }} as countries,
        {{ greater_of('max(industries)', 'nullif(count(distinct industry), 0)') }} as industries,
        max(case when needs_service_around_the_clock then 1 when not needs_service_around_the_clock then 0 end)
            as needs_service_around_the_clock,
        max(case when has_external_advisers then 1 when not has_external_advisers then 0 end) as has_external_advisers,
        max(case when decision_level = 'group' then 1 when decision_level = 'own' then 0 end) as decides_in_group
    from members
    group by customer_id
)

select
    customer_id,
    customer_name,
    relationship_stage,
    strategic_value,
    reference_value,
    countries,
    industries,
    needs_service_around_the_clock = 1 as needs_service_around_the_clock,
    has_external_advisers = 1 as has_external_advisers,
    decides_in_group = 1 as decides_in_group,
    case
        when
            coalesce(
                countries, industries, needs_service_around_the_clock, has_external_advisers, decides_in_group
            ) is not null
            then
                case when countries > 1 then 1 else 0 end
                + case when industries > 1 then 1 else 0 end
                + coalesce(needs_service_around_the_clock, 0)
                + coalesce(has_external_advisers, 0)
                + coalesce(decides_in_group, 0)
    end as complexity_score,
    case when countries is not null then 1 else 0 end
    + case when industries is not null then 1 else 0 end
    + case when needs_service_around_the_clock is not null then 1 else 0 end
    + case when has_external_advisers is not null then 1 else 0 end
    + case when decides_in_group is not null then 1 else 0 end as complexity_parts_known
from grouped
