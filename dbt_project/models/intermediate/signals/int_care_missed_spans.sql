-- Judged at the ends of months only, so that a later night judges as this one does.
select
    judged.account_id,
    judged.level || ' ' || judged.activity_type as subject,
    judged.judged_on as valid_from,
    {{ month_end(add_days('judged.judged_on', 1)) }} as valid_until,
    cast(judged.done as string) || ' of ' || cast(judged.required as string) || ' contacts (level ' || judged.level
    || ', kind ' || judged.activity_type || ') in ' || cast(judged.window_months as string) || ' months.' as evidence
from {{ ref('int_care_judgements') }} as judged
inner join {{ ref('int_care_dates') }} as dates
    on judged.judged_on = dates.judged_on
cross join {{ signal_rule('care_missed') }} as rules
inner join {{ ref('int_service_spans') }} as services
    on
        judged.account_id = services.account_id
        and judged.judged_on >= services.valid_from
        and judged.judged_on < services.valid_until
where
    dates.month is not null
    and judged.status = 'missed'
