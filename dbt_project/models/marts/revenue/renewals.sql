with

terms as (
    select * from {{ ref('int_term_ends') }}
),

settings as (
    select * from {{ ref('int_policy_settings') }}
),

renewed as (
    select
        terms.subscription_id,
        min(later.start_date) as renewed_from
    from terms
    cross join settings
    inner join {{ ref('int_subscriptions') }} as later
        on
            {{ takes_over('later', 'terms', 'terms.term_end') }}
    group by terms.subscription_id
),

ahead as (
    select
        terms.*,
        renewed.renewed_from,
        rates.rate,
        settings.renewal_window_days,
        settings.retention_grace_days,
        settings.renewal_contact_days,
        {{ days_between(as_of(), 'terms.term_end') }} as days_to_term_end,
        {{ days_between(as_of(), 'terms.notice_deadline') }} as days_to_notice_deadline
    from terms
    cross join settings
    left join renewed
        on terms.subscription_id = renewed.subscription_id
    left join {{ ref('int_latest_rates') }} as rates
        on terms.currency = rates.currency
    where
        terms.term_end >= {{ add_days(as_of(), '-1 * settings.retention_grace_days') }}
        and terms.term_end <= {{ add_days(as_of(), 'settings.renewal_window_days') }}
),

checked as (
    select
        ahead.*,
        coalesce(people.active_decision_makers, 0) > 0 as has_decision_maker,
        coalesce(contacts.days_since_last_contact <= ahead.renewal_contact_days, false) as is_recently_contacted,
        coalesce(billing.overdue_amount, 0) <= 0 as has_nothing_overdue,
        coalesce(service.open_complaints, 0) = 0 as has_no_open_complaint
    from ahead
    left join {{ ref('int_account_people') }} as people
        on ahead.account_id = people.account_id
    left join {{ ref('account_contacts') }} as contacts
        on ahead.account_id = contacts.account_id
    left join {{ ref('int_account_billing') }} as billing
        on ahead.account_id = billing.account_id
    left join {{ ref('int_account_service') }} as service
        on ahead.account_id = service.account_id
)

select
    cast(subscription_id as string) as subscription_id,
    cast(account_id as string) as account_id,
    cast(product as string) as product,
    cast(case
        when notice_date is not null then 'noticed'
        when renewed_from is not null then 'renewed'
        when term_end < {{ as_of() }} then 'awaiting_renewal'
        when auto_renew and notice_deadline < {{ as_of() }} then 'renews_itself'
        else 'open'
    end as string) as status,
    cast({{ convert_amount('12 * monthly_amount', 'rate') }} as decimal(18, 2)) as value_at_stake,
    cast(
        (
            case when has_decision_maker then 1 else 0 end
            + case when is_recently_contacted then 1 else 0 end
            + case when has_nothing_overdue then 1 else 0 end
            + case when has_no_open_complaint then 1 else 0 end
        ) / {{ divisor('4.0') }} as double
    ) as readiness,
    cast(days_to_term_end as int) as days_to_term_end,
    cast(days_to_notice_deadline as int) as days_to_notice_deadline,
    has_decision_maker,
    is_recently_contacted,
    has_nothing_overdue,
    has_no_open_complaint,
    cast(term_end as date) as term_end,
    cast(notice_deadline as date) as notice_deadline
from checked
