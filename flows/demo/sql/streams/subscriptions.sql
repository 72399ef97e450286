select subscription_id, account_key(no) as account_id, product, signed_on as signed_date, seg_from as start_date,
    seg_to as end_date,
    notice_on as notice_date, monthly_amount, currency,
    case when seg_from > getvariable('as_of') then 'signed' when seg_to <= getvariable('as_of') then 'ended'
        when notice_on is not null then 'noticed' else 'active' end as status,
    seats, term as term_months, notice_days as notice_period_days, lane_to is null as auto_renew
from segment
union all
select subscription_id, account_id, 'Compass', trial_from, trial_from, trial_to, null, 0, currency, 'trial', null, 1, 0,
    false
from trial
order by subscription_id
