with

unready as (
    select
        windows.account_id,
        windows.subscription_id,
        windows.product,
        windows.term_end,
        problems.problem,
        greatest(windows.valid_from, problems.valid_from) as valid_from,
        least(windows.valid_until, problems.valid_until) as valid_until
    from {{ ref('int_renewal_decision_windows') }} as windows
    inner join {{ ref('int_renewal_problem_spans') }} as problems
        on
            windows.account_id = problems.account_id
            and windows.valid_from < problems.valid_until
            and windows.valid_until > problems.valid_from
    where windows.valid_from < windows.valid_until
)

-- A problem is told together with those that stood beside it on its first day.
select
    unready.account_id,
    unready.subscription_id as subject,
    unready.valid_from,
    unready.valid_until,
    'The term of ' || coalesce(unready.product, 'the contract') || ' ends on ' || cast(unready.term_end as string)
    || ': ' || {{ replace_matches(joined_texts('beside.problem', 'beside.problem'), "';'", "', '") }} || '.' as evidence
from unready
inner join unready as beside
    on
        unready.subscription_id = beside.subscription_id
        and unready.term_end = beside.term_end
        and unready.valid_from >= beside.valid_from
        and unready.valid_from < beside.valid_until
group by
    unready.account_id,
    unready.subscription_id,
    unready.product,
    unready.term_end,
    unready.problem,
    unready.valid_from,
    unready.valid_until
