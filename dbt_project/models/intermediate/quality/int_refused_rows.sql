with

unreadable as (
    {{ union_sources('refused_rows') }}
),

orphaned as (
    {{ orphaned_rows([
        'contacts', 'subscriptions', 'invoice_lines', 'invoices', 'opportunities', 'activities', 'tickets', 'surveys',
        'usage', 'account_plans', 'plan_goals', 'plan_actions', 'commitments', 'feature_requests', 'churn_reasons',
        'costs', 'targets', 'account_analyses', 'projects', 'competitor_products',
    ]) }}
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
