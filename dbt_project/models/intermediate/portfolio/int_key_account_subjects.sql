with

-- Only a customer that once agreed can ever have been a key account, so that only these have a past worth judging.
marked as (
    select distinct account_id
    from {{ ref('int_account_versions') }}
    where mutual_commitment
),

judged as (
    select distinct
        dates.evaluated_on,
        dates.month,
        customers.customer_id
    from {{ ref('int_key_account_dates') }} as dates
    inner join {{ ref('int_customer_months') }} as customers
        on dates.month = customers.month
    left join marked
        on customers.account_id = marked.account_id
    where
        marked.account_id is not null
        or dates.evaluated_on = {{ as_of() }}
)

select
    judged.evaluated_on,
    judged.month,
    judged.customer_id,
    customers.account_id,
    customers.account_id = judged.customer_id as is_own,
    versions.mutual_commitment,
    versions.is_key_account,
    versions.potential_annual
from judged
inner join {{ ref('int_customer_months') }} as customers
    on
        judged.month = customers.month
        and judged.customer_id = customers.customer_id
left join {{ ref('int_account_versions') }} as versions
    on
        customers.account_id = versions.account_id
        and (versions.known_from <= judged.evaluated_on or versions.known_from is null)
        and (versions.known_until > judged.evaluated_on or versions.known_until is null)
