with

changes as (
    select * from {{ ref('int_term_restatements') }}
),

restated_amounts as (
    select
        changes.account_id,
        changes.month,
        changes.cause,
        {{ convert_amount('changes.change_in_currency', 'rates.rate') }} as mrr_change
    from changes
    inner join {{ ref('int_exchange_rates') }} as rates
        on
            changes.month = rates.month
            and changes.currency = rates.currency
),

-- What was in the book on the day of the report, in the currencies whose rate has changed since.
reported_book as (
    select
        book.account_id,
        book.month,
        book.currency,
        book.mrr_in_currency as amount
    from {{ ref('int_mrr_book') }} as book
    inner join {{ ref('int_rate_changes') }} as restated
        on
            book.month = restated.month
            and book.currency = restated.currency
    union all
    select
        account_id,
        month,
        currency,
        -1 * change_in_currency as amount
    from changes
),

restated_rates as (
    select
        reported_book.account_id,
        reported_book.month,
        'rate_changed_later' as cause,
        {{ convert_amount('sum(reported_book.amount)', 'max(restated.rate_now - restated.rate_then)') }} as mrr_change
    from reported_book
    inner join {{ ref('int_rate_changes') }} as restated
        on
            reported_book.month = restated.month
            and reported_book.currency = restated.currency
    group by reported_book.account_id, reported_book.month, reported_book.currency
),

restated as (
    select * from restated_amounts
    union all
    select * from restated_rates
)

select
    cast(account_id as string) as account_id,
    cast(cause as string) as cause,
    cast(sum(mrr_change) as decimal(18, 2)) as mrr_change,
    cast(month as date) as month
from restated
group by account_id, cause, month
having sum(mrr_change) <> 0
