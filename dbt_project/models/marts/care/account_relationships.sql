with

people as (
    select
        account_id,
        count(distinct contact_id) as customer_people_12_months
    from {{ ref('int_account_contacts') }}
    where is_within_12_months
    group by account_id
)

select
    cast(counts.account_id as string) as account_id,
    cast(dependence.top_employee_id as string) as top_employee_id,
    scores.score as threading_score,
    scores.roles_mark,
    scores.levels_mark,
    scores.people_mark,
    scores.employees_mark,
    dependence.top_employee_share,
    cast(counts.roles as bigint) as roles_met,
    cast(counts.levels as bigint) as levels_met,
    cast(counts.people as bigint) as people_met,
    cast(counts.employees as bigint) as employees_met,
    cast(coalesce(dependence.own_employees, 0) as bigint) as own_employees_12_months,
    cast(coalesce(people.customer_people_12_months, 0) as bigint) as customer_people_12_months,
    cast(coalesce(dependence.uncoordinated_days, 0) as bigint) as uncoordinated_days,
    cast(dependence.longest_gap_days as int) as longest_gap_days
from {{ ref('int_threading_counts') }} as counts
inner join {{ ref('int_threading_scores') }} as scores
    on counts.account_id = scores.account_id
left join {{ ref('int_account_dependence') }} as dependence
    on counts.account_id = dependence.account_id
left join people
    on counts.account_id = people.account_id
