with

-- A term no longer than the window itself is never out of it, and says nothing.
windows as (
    select
        terms.account_id,
        greatest(
            terms.known_from,
            terms.term_start,
            {{ add_days('terms.notice_deadline', '-1 * settings.renewal_window_days') }}
        ) as valid_from,
        least(
            terms.known_until,
            {{ add_days('terms.term_end', 1) }},
            coalesce(successions.renewed_on, {{ end_of_time() }})
        ) as valid_until
    from {{ ref('int_contract_terms') }} as terms
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('int_contract_successions') }} as successions
        on terms.subscription_id = successions.subscription_id
    where {{ days_between('terms.term_start', 'terms.term_end') }} > settings.renewal_window_days
)

{{ merged_spans('windows', ['account_id']) }}
