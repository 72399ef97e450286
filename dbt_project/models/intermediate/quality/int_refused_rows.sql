with

unreadable as (
    {{ union_sources('refused_rows') }}
),

orphaned as (
    {{ orphaned_rows([
        'contacts', 'subscriptions', 'invoice_lines', 'invoices', 'opportunities', 'activities', 'tickets', 'surveys',
        'usage', 'account_plans', 'plan_goals', 'plan_actions', 'commitments', 'feature_requests', 'churn_reasons',
        'costs',
        'account_potentials', 'entitlements', 'key_account_ratings', 'key_account_decisions', 'targets',
        'account_analyses', 'projects', 'competitor_products',
    ]) }}
),

in_second_currency as (
    select second.*
    from {{ ref('int_second_currency_lines') }} as second
    cross join {{ ref('int_policy_settings') }} as settings
    where settings.contract_in_two_currencies = 'quarantine'
),

unallocated as (
    select payments.*
    from ({{ union_sources('payments') }}) as payments
    left join ({{ union_sources('invoices') }}) as invoices
        on
            payments.invoice_id = invoices.invoice_id
            and not invoices.is_deleted
    where
        invoices.invoice_id is null
        and not payments.is_deleted
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
{{ requests_of_nobody() }}
union all
select
    _source as source,
    'invoice_lines' as stream,
    _origin_file as file,
    _origin_row as row_in_file,
    'currency' as column_name,
    currency as value,
    contract_currency || ', in which contract ' || subscription_id || ' is billed for the same days' as expected,
    _row_key as raw
from in_second_currency
union all
select
    _source as source,
    'payments' as stream,
    _origin_file as file,
    _origin_row as row_in_file,
    'invoice_id' as column_name,
    invoice_id as value,
    'an invoice_id that the invoices hold' as expected,
    _row_key as raw
from unallocated
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
