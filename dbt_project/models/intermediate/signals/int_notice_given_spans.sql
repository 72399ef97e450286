with

-- A contract signed in its place makes a notice a change of terms.
replaced as (
    select
        noticed.subscription_id,
        min(later.signed_date) as replaced_on
    from {{ ref('int_subscriptions') }} as noticed
    cross join {{ ref('int_policy_settings') }} as settings
    inner join {{ ref('int_subscriptions') }} as later
        on
            {{ takes_over('later', 'noticed', 'noticed.end_date') }}
            and later.monthly_amount > 0
    where noticed.notice_date is not null
    group by noticed.subscription_id
)

select
    noticed.account_id,
    noticed.subscription_id as subject,
    noticed.notice_date as valid_from,
    least(
        coalesce({{ add_days('noticed.end_date', 1) }}, {{ end_of_time() }}),
        coalesce(replaced.replaced_on, {{ end_of_time() }})
    ) as valid_until,
    'Notice of ' || coalesce(noticed.product, 'the contract')
    || coalesce(', which ends on ' || cast(noticed.end_date as string), '') || '.' as evidence
from {{ ref('int_subscriptions') }} as noticed
cross join {{ signal_rule('notice_given') }} as rules
left join replaced
    on noticed.subscription_id = replaced.subscription_id
where
    noticed.notice_date is not null
    and noticed.monthly_amount > 0
