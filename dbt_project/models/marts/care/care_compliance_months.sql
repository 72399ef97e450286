{# Each account stands in its own group and in those that leave its segment, its owner or both aside. #}
{%- set groups = [('segment', 'owner_id'), ('segment', "'ALL'"), ("'ALL'", 'owner_id'), ("'ALL'", "'ALL'")] -%}
with

accounts as (
    select
        dates.month,
        levels.account_id,
        levels.segment,
        coalesce(levels.carer_id, '') as owner_id,
        max(case when levels.status = 'missed' then 1 else 0 end) as is_missed,
        max(case when levels.status = 'not_due' then 1 else 0 end) as is_not_due
    from {{ ref('int_care_levels') }} as levels
    inner join {{ ref('int_care_dates') }} as dates
        on levels.judged_on = dates.judged_on
    where dates.is_reported
    group by dates.month, levels.account_id, levels.segment, levels.carer_id
),

grouped as (
    {%- for segment, owner_id in groups %}
    select
        month,
        {{ segment }} as segment_shown,
        {{ owner_id }} as owner_shown,
        is_missed,
        is_not_due
    from accounts
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

counted as (
    select
        month,
        segment_shown,
        owner_shown,
        count(*) as accounts,
        sum(is_missed) as missed,
        sum(case when is_missed = 0 then is_not_due else 0 end) as not_due
    from grouped
    group by month, segment_shown, owner_shown
)

select
    cast(segment_shown as string) as segment,
    cast(owner_shown as string) as owner_id,
    cast(accounts as bigint) as accounts,
    cast(accounts - missed - not_due as bigint) as ok,
    cast(missed as bigint) as missed,
    cast(not_due as bigint) as not_due,
    {{ safe_divide('accounts - missed - not_due', 'accounts - not_due') }} as share_ok,
    cast(month as date) as month
from counted
