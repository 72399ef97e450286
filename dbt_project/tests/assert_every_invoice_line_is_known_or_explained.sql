-- Lines known are lines read less those deleted, of unknown accounts, posted later or quarantined for their currency,
-- in number and in amount.
with

read as (
    {{ union_sources('invoice_lines') }}
),

both_sides as (
    select
        read.currency,
        1 as line_count,
        read.amount
    from read
    cross join {{ ref('int_policy_settings') }} as settings
    where
        not read.is_deleted
        and read.account_id in (
            select ids.source_account_id
            from {{ ref('int_account_ids') }} as ids
            where ids.system = '{{ system_of("invoice_lines") }}'
        )
        and coalesce({{ local_date('read.posted_at', 'settings.timezone') }}, read.invoice_date) <= {{ as_of() }}
    union all
    select
        currency,
        -1 as line_count,
        -1 * amount as amount
    from {{ ref('int_invoice_lines') }}
    union all
    select
        second.currency,
        -1 as line_count,
        -1 * second.amount as amount
    from {{ ref('int_second_currency_lines') }} as second
    cross join {{ ref('int_policy_settings') }} as settings
    where settings.contract_in_two_currencies = 'quarantine'
)

select
    currency,
    sum(line_count) as lines_unexplained,
    sum(amount) as amount_unexplained
from both_sides
group by currency
having
    sum(line_count) <> 0
    or sum(amount) <> 0
