with dated as (
    select *,
        -- The anchor of a contract carried over is older than the first month of the data.
        case when is_carried_over and not is_prospect then plus_months(anchor, -12 * whole(no, 0, 'years before', 0, 7))
            when start_on <= getvariable('as_of') then start_on end as since
    from customer
)
select account_id,
    account_name,
    account_key(parent_no) as parent_account_id,
    case when plot is null and care_class <> 'P' and chance(no, 0, 'class set') < 0.08 then care_class end as segment,
    since as customer_since,
    case when story_potential is not null then round(story_potential, 2)
        when chance(no, 0, 'potential known') < 0.8
        then round(base_eur * 12 * (1.2 + 6 * pow(chance(no, 0, 'potential'), 3)), -2) end::decimal(18,
            2) as potential_annual,
    domain,
    case when country <> 'US'
        then country || printf('%08d', (no * 7919 + getvariable('seed') * 104729) % 100000000) end as vat_id,
    country, industry,
    user_key(owner_no) as owner_id, user_key(manager_no) as csm_id, user_key(sponsor_no) as executive_sponsor_id,
    case when is_prospect then null when is_key then 'strategic_partner'
        when chance(no, 0, 'stage') < case care_class when 'A' then 0.7 when 'B' then 0.45
            else 0.2 end then 'committed_partner'
        else 'first_steps' end as relationship_stage,
    case when is_key then whole(no, 0, 'strategic', 4, 5)
        when care_class in ('A', 'B') then whole(no, 0, 'strategic', 1, 5) end::decimal(3, 1) as strategic_value,
    case when plot = 'reference' then 5 when is_key then whole(no, 0, 'reference', 3, 5)
        when care_class in ('A', 'B') then whole(no, 0, 'reference', 1, 5) end::decimal(3, 1) as reference_value,
    case when plot = 'reference' then 'active' when is_prospect then null when happiness > 0.88 then 'asked'
        when happiness > 0.8 then 'possible' else 'none' end as reference_status,
    is_key as is_key_account,
    is_committed as mutual_commitment,
    null as business_id, null as phone, null as city, null as postal_code,
    case when is_key then whole(no, 1, 'rated', 3, 5) end as operating_margin,
    case when is_key then whole(no, 2, 'rated', 3, 5) end as potential_margin,
    case when is_key then whole(no, 3, 'rated', 4, 5) end as segment_importance,
    case when is_key then whole(no, 4, 'rated', 3, 5) end as segment_potential,
    case when is_key then whole(no, 5, 'rated', 3, 5) end as market_status,
    case when is_key then whole(no, 6, 'rated', 2, 5) end as innovativeness,
    case when is_key then whole(no, 7, 'rated', 3, 5) end as image,
    null as cash_flow_outlook, null as location_fit, null as industry_fit,
    case when is_key then whole(no, 8, 'rated', 3, 5) end as financial_stability,
    null as attractiveness, null as partnership_willingness, null as competitive_position, null as growth_potential,
    null as organisational_fit,
    case when care_class in ('A', 'B') then whole(no, 0, 'countries', 1, 4) end as countries,
    case when care_class = 'A' then whole(no, 0, 'industries', 1, 3) end as industries,
    case when care_class in ('A', 'B') then chance(no, 0, 'day and night') < 0.15 end as needs_service_around_the_clock,
    case when care_class = 'A' then chance(no, 0, 'advisers') < 0.3 end as has_external_advisers,
    case when care_class in ('A', 'B') then case when parent_no is null then 'own' else 'group' end end as decision_level
from dated
order by no
