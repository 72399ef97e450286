with

settings as (
    select * from {{ ref('int_policy_settings') }}
),

terms as (
    select
        invoice_id || '|' || line_id as term_id,
        account_id,
        subscription_id,
        product,
        currency,
        service_start,
        service_end,
        monthly_amount,
        line_type = 'recurring' as is_renewable
    from {{ ref('int_invoiced_terms') }}
    where
        is_current
        and (select mrr_basis from {{ ref('int_mrr_basis') }}) = 'invoices'
    union all
    select
        subscription_id as term_id,
        account_id,
        subscription_id,
        product,
        currency,
        service_start,
        service_end,
        monthly_amount,
        true as is_renewable
    from {{ ref('int_subscribed_terms') }}
    where (select mrr_basis from {{ ref('int_mrr_basis') }}) = 'subscriptions'
),

-- A term that ended without a notice goes on counting through the days of grace, or until it is renewed.
ended as (
    select
        terms.term_id,
        terms.account_id,
        terms.product,
        terms.service_start,
        terms.service_end,
        {{ add_days('terms.service_end', 'settings.retention_grace_days') }} as grace_end
    from terms
    cross join settings
    left join {{ ref('int_subscriptions') }} as subscriptions
        on terms.subscription_id = subscriptions.subscription_id
    where
        settings.retention_grace_days > 0
        and terms.is_renewable
        and terms.service_end is not null
        and subscriptions.notice_date is null
),

renewed as (
    select
        ended.term_id,
        ended.grace_end,
        min(case
            when later.service_start > ended.service_end then later.service_start
            when later.service_start is not null then {{ add_days('ended.service_end', 1) }}
        end) as renewed_on
    from ended
    left join terms as later
        on
            ended.account_id = later.account_id
            and coalesce(ended.product, '') = coalesce(later.product, '')
            and later.is_renewable
            and later.service_start > ended.service_start
            and later.service_start <= ended.grace_end
            and (later.service_end > ended.service_end or later.service_end is null)
    group by ended.term_id, ended.grace_end
)

select
    terms.term_id,
    terms.account_id,
    terms.subscription_id,
    terms.product,
    terms.currency,
    terms.monthly_amount,
    terms.service_start,
    terms.service_end,
    case
        when renewed.renewed_on is not null then {{ add_days('renewed.renewed_on', -1) }}
        when renewed.term_id is not null then renewed.grace_end
        else terms.service_end
    end as counted_until
from terms
left join renewed
    on terms.term_id = renewed.term_id
