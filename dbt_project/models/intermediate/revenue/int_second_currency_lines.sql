with

lines as (
    select * from {{ ref('int_posted_invoice_lines') }}
    where line_type in ('recurring', 'credit_correction')
),

in_several_currencies as (
    select subscription_id
    from lines
    where line_type = 'recurring'
    group by subscription_id
    having count(distinct currency) > 1
),

charged as (
    select
        lines.*,
        contracts.currency as contract_currency,
        row_number() over (
            partition by lines.subscription_id
            order by lines.posted_on asc, lines.invoice_id asc, lines.line_id asc
        ) as posting
    from lines
    inner join in_several_currencies
        on lines.subscription_id = in_several_currencies.subscription_id
    left join {{ ref('int_subscriptions') }} as contracts
        on lines.subscription_id = contracts.subscription_id
    where
        lines.line_type = 'recurring'
        and lines.amount > 0
),

credited as (
    select * from lines
    where amount < 0
),

-- Days charged in both currencies, the second being the one the contract is not in, or the one that was billed later.
billed_twice as (
    select
        one.subscription_id,
        one.currency as contract_currency,
        other.invoice_id,
        other.line_id,
        other.currency,
        greatest(one.service_start, other.service_start) as overlap_start,
        least(one.service_end, other.service_end) as overlap_end
    from charged as one
    inner join charged as other
        on
            one.subscription_id = other.subscription_id
            and one.currency <> other.currency
            and one.service_start <= other.service_end
            and one.service_end >= other.service_start
    where
        one.currency = one.contract_currency
        or (
            coalesce(other.currency <> other.contract_currency, true)
            and one.posting < other.posting
        )
),

-- A contract that changes its currency within a term is credited in the old one for the days it pays in the new one.
uncredited as (
    select
        billed_twice.invoice_id,
        billed_twice.line_id,
        min(billed_twice.contract_currency) as contract_currency
    from billed_twice
    left join credited
        on
            billed_twice.subscription_id = credited.subscription_id
            and credited.currency in (billed_twice.currency, billed_twice.contract_currency)
            and billed_twice.overlap_start <= credited.service_end
            and billed_twice.overlap_end >= credited.service_start
    where credited.subscription_id is null
    group by billed_twice.invoice_id, billed_twice.line_id
)

select
    lines.invoice_id,
    lines.line_id,
    lines.account_id,
    lines.subscription_id,
    lines.currency,
    lines.amount,
    uncredited.contract_currency,
    lines._source,
    lines._origin_file,
    lines._origin_row,
    lines._row_key
from lines
inner join uncredited
    on
        lines.invoice_id = uncredited.invoice_id
        and lines.line_id = uncredited.line_id
