select
    judged_on,
    is_today,
    account_id,
    segment,
    level,
    carer_id,
    count(*) as rules,
    sum(done) as done,
    sum(required) as required,
    sum(greatest(required - done, 0)) as missing,
    sum(case when status = 'missed' then 1 else 0 end) as rules_missed,
    max(last_contact) as last_contact,
    case
        when sum(case when status = 'missed' then 1 else 0 end) > 0 then 'missed'
        when sum(case when status = 'not_due' then 1 else 0 end) > 0 then 'not_due'
        else 'ok'
    end as status
from {{ ref('int_care_judgements') }}
group by judged_on, is_today, account_id, segment, level, carer_id
