-- Rows of the registers that are known and not deleted are all published, once each, and no others.
with

accounts as (
    select account_id from {{ ref('int_accounts') }}
),

known as (
    select
        'account_plans' as mart,
        account_id
    from ({{ union_sources('account_plans') }}) as staged
    where
        not is_deleted
        and coalesce(updated_on <= {{ as_of() }}, true)
    union all
    select
        'plan_goals' as mart,
        account_id
    from ({{ union_sources('plan_goals') }}) as staged
    where
        not is_deleted
        and coalesce(set_on <= {{ as_of() }}, true)
    union all
    select
        'commitments' as mart,
        account_id
    from ({{ union_sources('commitments') }}) as staged
    where
        not is_deleted
        and coalesce(made_on <= {{ as_of() }}, true)
    union all
    select
        'feature_requests' as mart,
        account_id
    from ({{ union_sources('feature_requests') }}) as staged
    where
        not is_deleted
        and coalesce(requested_on <= {{ as_of() }}, true)
    union all
    select
        'projects' as mart,
        account_id
    from ({{ union_sources('projects') }}) as staged
    where not is_deleted
),

both_sides as (
    select
        known.mart,
        1 as row_count
    from known
    inner join accounts
        on known.account_id = accounts.account_id
    {%- for mart in ['account_plans', 'plan_goals', 'commitments', 'feature_requests', 'projects'] %}
    union all
    select
        '{{ mart }}' as mart,
        -1 as row_count
    from {{ ref(mart) }}
    {%- endfor %}
)

select
    mart,
    sum(row_count) as rows_unexplained
from both_sides
group by mart
having sum(row_count) <> 0
