with

trained as (
    select
        rules.account_id,
        rules.level,
        rules.activity_type,
        max(1) as trainings
    from {{ ref('int_care_requirements') }} as rules
    inner join {{ ref('int_activities') }} as activities
        on
            rules.account_id = activities.account_id
            and activities.activity_date > rules.window_start
            and activities.activity_type = 'training'
            and activities.is_contact
    where rules.is_today
    group by rules.account_id, rules.level, rules.activity_type
),

expected as (
    select
        rules.*,
        dues.next_due,
        case
            when rules.is_in_force
                then
                    rules.min_count
                    * (
                        1
                        + settings.per_product * greatest(coalesce(products.products_in_use, 0) - 1, 0)
                        + settings.per_complaint * coalesce(service.complaints_12_months, 0)
                    )
                    * (1 - settings.after_training * coalesce(trained.trainings, 0))
        end as expected_count
    from {{ ref('int_care_judgements') }} as rules
    cross join {{ ref('int_care_settings') }} as settings
    left join {{ ref('int_care_next_dues') }} as dues
        on
            rules.account_id = dues.account_id
            and rules.level = dues.level
            and rules.activity_type = dues.activity_type
    left join trained
        on
            rules.account_id = trained.account_id
            and rules.level = trained.level
            and rules.activity_type = trained.activity_type
    left join {{ ref('int_account_products') }} as products
        on rules.account_id = products.account_id
    left join {{ ref('int_account_service') }} as service
        on rules.account_id = service.account_id
    where rules.is_today
)

select
    cast(account_id as string) as account_id,
    cast(segment as string) as segment,
    cast(level as string) as level,
    cast(activity_type as string) as activity_type,
    cast(carer_id as string) as owner_id,
    cast(basis as string) as basis,
    cast(case when scope_rank <= 2 then 'account' when scope_rank = 3 then 'segment' else 'any' end as string)
        as scope,
    cast(status as string) as status,
    cast(min_count as int) as min_count,
    cast(window_months as int) as window_months,
    cast(required as int) as required,
    cast(done as int) as done,
    cast(informal as int) as informal,
    cast(expected_count as double) as expected_count,
    cast(outbound_share as double) as outbound_share,
    cast(agenda_share as double) as agenda_share,
    is_in_force,
    cast(window_start as date) as window_start,
    cast(last_contact as date) as last_contact,
    cast(next_due as date) as next_due
from expected
