with

-- Terms that do not say the same on the day of the report and today.
differing as (
    select
        reports.month,
        terms.account_id,
        terms.currency,
        case
            when terms.is_current and terms.posted_on > reports.reported_on and terms.line_type = 'credit_correction'
                then 'corrected_later'
            when terms.is_current and terms.posted_on > reports.reported_on then 'posted_later'
            when current_terms.line_id is null then 'removed_later'
            else 'changed_later'
        end as cause,
        case when terms.is_current then terms.monthly_amount else -1 * terms.monthly_amount end as change
    from {{ ref('int_invoiced_terms') }} as terms
    inner join {{ ref('int_reporting_dates') }} as reports
        on
            terms.service_start <= reports.month_end
            and terms.service_end >= reports.month_end
    left join {{ ref('int_invoice_lines') }} as current_terms
        on
            terms.invoice_id = current_terms.invoice_id
            and terms.line_id = current_terms.line_id
    where
        (select mrr_basis from {{ ref('int_mrr_basis') }}) = 'invoices'
        and (
            terms.posted_on > terms.service_start
            or terms.known_from is not null
            or not terms.is_current
            or reports.is_locked
        )
        and terms.is_current <> (
            terms.posted_on <= reports.reported_on
            and coalesce(terms.known_from <= reports.reported_on, true)
            and coalesce(terms.known_until > reports.reported_on, true)
        )
)

select
    account_id,
    month,
    currency,
    cause,
    cast(sum(change) as {{ type_amount() }}) as change_in_currency
from differing
group by account_id, month, currency, cause
