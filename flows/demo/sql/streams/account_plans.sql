select printf('PLAN-%05d', no) as plan_id, account_id, plan_from as plan_start,
    plus_days(plus_months(plan_from, 36), -1) as plan_end,
    industry || ' company, ' || country || '.' as account_description,
    'Compass' || case when chance(no, 0, 'offers more') < 0.5 then ' and add-ons'
        else '' end || ', see subscriptions.' as present_offering,
    case when chance(no, 1, 'part written') < 0.85
        then 'Decisions are made by the management team; main users are positive.' end as relationship_analysis,
    case when chance(no, 2, 'part written') < 0.8
        then 'Account owner, success manager and sponsor named.' end as resources,
    case when chance(no, 3, 'part written') < 0.75 then 'Wider use in other units.' end as sales_opportunities,
    'Goals agreed, see the goals.' as goals_summary,
    case when chance(no, 4, 'part written') < 0.9 then 'Actions listed with owners and dates.' end as action_plan,
    case when chance(no, 5, 'part written') < 0.7
        then 'Management twice a year, quarterly review, monthly project meeting.' end as contact_model,
    user_key(owner_no) || ';' || user_key(manager_no) as contributors,
    chance(no, 0, 'customer wrote') < 0.5 as customer_contributed,
    case when chance(no, 0, 'shared') < 0.5 then least(getvariable('as_of'), plus_days(plan_from, 30)) end as shared_on,
    updated_on,
    plus_days(updated_on, 182) as next_review_date,
    case when end_on is not null and trouble_from <= getvariable('as_of') then 'shrink'
        else pick(no, 0, 'outlook', ['grow', 'grow', 'flat']) end as outlook,
    case when chance(no, 6, 'part written') < 0.8
        then pick(no, 0, 'value promise', ['Half the hours of monthly planning', 'One view of all units',
            'Forecasts a week earlier']) end as value_promise,
    user_key(owner_no) || ';' || user_key(manager_no) || case when chance(no, 0, 'customer reviews') < 0.6
        then ';' || contact_key(no, 1) else '' end as participants,
    case when chance(no, 0, 'playbook') < 0.6 then least(updated_on, plus_days(plan_from, 60)) end as playbook_done_on
from plan
order by no
