with

episodes as (
    {%- for kind in ['churn', 'buying'] %}
    select
        '{{ kind }}' as kind,
        signal,
        first_seen,
        cleared
    from {{ ref('int_' ~ kind ~ '_signal_episodes') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

rules as (
    {%- for kind in ['churn', 'buying'] %}
    select
        '{{ kind }}' as kind,
        signal
    from {{ ref(kind ~ '_signals') }}
    where is_active
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

counted as (
    select
        rules.kind,
        rules.signal,
        months.month,
        sum(case when episodes.first_seen >= months.month then 1 else 0 end) as opened,
        sum(case when episodes.cleared <= months.month_end then 1 else 0 end) as cleared,
        sum(case when coalesce(episodes.cleared > months.month_end, episodes.signal is not null) then 1 else 0 end)
            as open_at_end
    from {{ ref('int_published_months') }} as months
    cross join rules
    left join episodes
        on
            rules.kind = episodes.kind
            and rules.signal = episodes.signal
            and episodes.first_seen <= months.month_end
            and coalesce(episodes.cleared >= months.month, true)
    group by rules.kind, rules.signal, months.month
)

select
    cast(kind as string) as kind,
    cast(signal as string) as signal,
    cast(opened as bigint) as opened,
    cast(cleared as bigint) as cleared,
    cast(open_at_end as bigint) as open_at_end,
    cast(month as date) as month
from counted
