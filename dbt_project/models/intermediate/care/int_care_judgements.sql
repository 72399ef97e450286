with

contacts as (
    select
        activities.*,
        coalesce(types.is_informal, false) as is_informal
    from {{ ref('int_activities') }} as activities
    inner join {{ ref('activity_types') }} as types
        on activities.activity_type = types.activity_type
    where activities.is_contact
),

counted as (
    select
        rules.judged_on,
        rules.account_id,
        rules.level,
        rules.activity_type,
        count(*) as contacts_ever,
        sum(case when contacts.activity_date > rules.window_start then 1 else 0 end) as done,
        sum(case when contacts.activity_date > rules.window_start and contacts.is_informal then 1 else 0 end)
            as informal,
        sum(case when contacts.activity_date > rules.window_start and contacts.direction = 'outbound' then 1 else 0 end)
            as outbound,
        sum(case when contacts.activity_date > rules.window_start and contacts.direction is not null then 1 else 0 end)
            as directed,
        sum(case when contacts.activity_date > rules.window_start and contacts.has_agenda then 1 else 0 end)
            as with_agenda,
        sum(case when contacts.activity_date > rules.window_start and contacts.has_agenda is not null then 1 else 0 end)
            as agenda_told,
        max(contacts.activity_date) as last_contact
    from {{ ref('int_care_requirements') }} as rules
    inner join contacts
        on
            rules.account_id = contacts.account_id
            and contacts.activity_date <= rules.judged_on
            and {{ answers_to('contacts', 'rules') }}
    group by rules.judged_on, rules.account_id, rules.level, rules.activity_type
)

select
    rules.*,
    coalesce(counted.contacts_ever, 0) as contacts_ever,
    coalesce(counted.done, 0) as done,
    coalesce(counted.informal, 0) as informal,
    {{ safe_divide('counted.outbound', 'counted.directed') }} as outbound_share,
    {{ safe_divide('counted.with_agenda', 'counted.agenda_told') }} as agenda_share,
    counted.last_contact,
    case
        when coalesce(counted.done, 0) >= greatest(rules.required, 1) then 'ok'
        when rules.is_new or rules.required = 0 then 'not_due'
        else 'missed'
    end as status
from {{ ref('int_care_requirements') }} as rules
left join counted
    on
        rules.judged_on = counted.judged_on
        and rules.account_id = counted.account_id
        and rules.level = counted.level
        and rules.activity_type = counted.activity_type
