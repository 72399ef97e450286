{# Every round doubles the number of levels climbed, so five rounds reach the top of thirty-two. #}
{%- set rounds = 5 %}
with

regimes as (
    select distinct
        regime_month,
        {{ month_end('regime_month') }} as regime_day
    from {{ ref('int_hierarchy_regimes') }}
),

climbed_0 as (
    select
        regimes.regime_month,
        versions.account_id,
        coalesce(versions.parent_account_id, versions.account_id) as ancestor_id
    from regimes
    inner join {{ ref('int_account_versions') }} as versions
        on
            (versions.known_from <= regimes.regime_day or versions.known_from is null)
            and (versions.known_until > regimes.regime_day or versions.known_until is null)
)
{%- for round in range(1, rounds + 1) %},

climbed_{{ round }} as (
    select
        lower_half.regime_month,
        lower_half.account_id,
        coalesce(upper_half.ancestor_id, lower_half.ancestor_id) as ancestor_id
    from climbed_{{ round - 1 }} as lower_half
    left join climbed_{{ round - 1 }} as upper_half
        on
            lower_half.regime_month = upper_half.regime_month
            and lower_half.ancestor_id = upper_half.account_id
)
{%- endfor %}

select
    regime_month,
    account_id,
    ancestor_id as customer_id
from climbed_{{ rounds }}
