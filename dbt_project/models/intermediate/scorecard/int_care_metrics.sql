with

care as (
    select * from {{ ref('care_compliance_months') }}
    where
        segment = 'ALL'
        and owner_id = 'ALL'
),

reached as (
    select
        count(*) as accounts,
        {{ safe_divide('sum(case when contacts.year_without_contact then 1 else 0 end)', 'count(*)') }}
            as share_without_contact,
        {{ last_published_month() }} as month
    from {{ ref('account_contacts') }} as contacts
    inner join {{ ref('mrr_months') }} as mrr
        on
            contacts.account_id = mrr.account_id
            and mrr.month = {{ last_published_month() }}
            and mrr.mrr > 0
),

logged as (
    select
        month,
        count(median_days_to_log) as owners,
        {{ percentile('median_days_to_log', 0.5) }} as days_to_log
    from {{ ref('crm_discipline') }}
    group by month
)

{{ metric_rows('care', [('care_kept', 'share_ok')], n='accounts - not_due') }}
union all
{{ metric_rows(
    'reached', [('accounts_without_contact', 'share_without_contact')], n='accounts', measured_on=as_of()
) }}
union all
{{ metric_rows('logged', [('logging_days', 'days_to_log')], n='owners') }}
