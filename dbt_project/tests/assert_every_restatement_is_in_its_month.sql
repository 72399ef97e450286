-- Every account's change is in the month it belongs to and under its cause, and what is known now is the book.
with

both_sides as (
    select
        month,
        mrr_as_known_now,
        posted_later,
        corrected_later,
        changed_later,
        removed_later,
        rate_changed_later
    from {{ ref('mrr_reported_months') }}
    union all
    select
        month,
        0 as mrr_as_known_now,
        case when cause = 'posted_later' then -1 * mrr_change else 0 end as posted_later,
        case when cause = 'corrected_later' then -1 * mrr_change else 0 end as corrected_later,
        case when cause = 'changed_later' then -1 * mrr_change else 0 end as changed_later,
        case when cause = 'removed_later' then -1 * mrr_change else 0 end as removed_later,
        case when cause = 'rate_changed_later' then -1 * mrr_change else 0 end as rate_changed_later
    from {{ ref('mrr_restatements') }}
    union all
    select
        month,
        -1 * mrr as mrr_as_known_now,
        0 as posted_later,
        0 as corrected_later,
        0 as changed_later,
        0 as removed_later,
        0 as rate_changed_later
    from {{ ref('mrr_months') }}
)

select month
from both_sides
group by month
having
    sum(mrr_as_known_now) <> 0
    or sum(posted_later) <> 0
    or sum(corrected_later) <> 0
    or sum(changed_later) <> 0
    or sum(removed_later) <> 0
    or sum(rate_changed_later) <> 0
