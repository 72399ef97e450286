with

unreadable as (
    {{ union_sources('refused_rows') }}
),

orphaned as (
    {{ orphaned_rows([
        'contacts', 'subscriptions', 'invoice_lines', 'invoices', 'opportunities', 'activities', 'tickets', 'surveys',
        'usage', 'account_plans', 'plan_goals', 'plan_actions', 'commitments', 'feature_requests', 'churn_reasons',
        'costs',
        'account_potentials', 'entitlements', 'key_account_ratings', 'key_account_decisions',
    ]) }}
),

scales as (
    select
        criterion,
        min(lowest) as lowest,
        max(highest) as highest
    from {{ ref('key_account_criteria') }}
    where source = 'rated'
    group by criterion
),

unratable as (
    select
        ratings.*,
        scales.criterion is not null as is_criterion
    from ({{ union_sources('key_account_ratings') }}) as ratings
    left join scales
        on ratings.criterion = scales.criterion
    where
        not ratings.is_deleted
        and coalesce(ratings.rating not between scales.lowest and scales.highest, true)
)

select
    _source as source,
    stream,
    _origin_file as file,
    _origin_row as row_in_file,
    column_name,
    value,
    expected,
    raw
from unreadable
union all
select
    _source as source,
    stream,
    _origin_file as file,
    _origin_row as row_in_file,
    'account_id' as column_name,
    account_id as value,
    'an account_id that the accounts hold' as expected,
    _row_key as raw
from orphaned
union all
select
    _source as source,
    'key_account_ratings' as stream,
    _origin_file as file,
    _origin_row as row_in_file,
    case when is_criterion then 'rating' else 'criterion' end as column_name,
    case when is_criterion then cast(cast(rating as {{ type_double() }}) as string) else criterion end as value,
    case
        when is_criterion then 'a rating on the scale of its criterion' else 'a rated criterion of the policy'
    end as expected,
    _row_key as raw
from unratable
