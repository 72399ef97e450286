with

matched as (
    select
        spans.account_id,
        rules.level,
        rules.activity_type,
        rules.basis,
        rules.min_count,
        rules.window_months,
        rules.scope_rank,
        greatest(spans.valid_from, rules.valid_from) as valid_from,
        least(spans.valid_until, rules.valid_until) as valid_until
    from {{ ref('int_account_segment_spans') }} as spans
    inner join {{ ref('int_care_rules') }} as rules
        on
            (rules.segment = spans.segment or rules.segment = 'any')
            and (rules.account_id = spans.account_id or rules.account_id is null)
            and rules.valid_from < spans.valid_until
            and rules.valid_until > spans.valid_from
),

bounds as (
    select
        account_id,
        level,
        activity_type,
        valid_from as bound
    from matched
    union
    select
        account_id,
        level,
        activity_type,
        valid_until as bound
    from matched
),

pieces as (
    select
        *,
        lead(bound) over (partition by account_id, level, activity_type order by bound asc) as next_bound
    from bounds
),

ranked as (
    select
        matched.*,
        pieces.bound,
        pieces.next_bound,
        row_number() over (
            partition by pieces.account_id, pieces.level, pieces.activity_type, pieces.bound
            order by matched.scope_rank asc, matched.valid_from desc, matched.min_count desc
        ) as most_specific_first
    from pieces
    inner join matched
        on
            pieces.account_id = matched.account_id
            and pieces.level = matched.level
            and pieces.activity_type = matched.activity_type
            and pieces.bound >= matched.valid_from
            and pieces.next_bound <= matched.valid_until
),

changes as (
    select
        *,
        case
            when
                lag(next_bound) over (partition by account_id, level, activity_type order by bound asc) = bound
                and lag(min_count) over (partition by account_id, level, activity_type order by bound asc) = min_count
                and lag(window_months) over (partition by account_id, level, activity_type order by bound asc)
                = window_months
                then 0
            else 1
        end as is_change
    from ranked
    where most_specific_first = 1
),

numbered as (
    select
        *,
        sum(is_change) over (
            partition by account_id, level, activity_type
            order by bound asc
            rows between unbounded preceding and current row
        ) as span_number
    from changes
)

select
    account_id,
    level,
    activity_type,
    basis,
    min_count,
    window_months,
    scope_rank,
    bound as valid_from,
    next_bound as valid_until,
    min(bound) over (partition by account_id, level, activity_type, span_number) as in_force_since
from numbered
