with

compared as (
    select
        *,
        lag(is_key_account) over (partition by customer_id order by evaluated_on asc) as was_key_account,
        lag(evaluated_on) over (partition by customer_id order by evaluated_on asc) as evaluated_before,
        max(evaluated_on) over (partition by customer_id) as last_evaluated_on
    from {{ ref('int_key_account_states') }}
),

-- A decision counts from its day, a score from the day on which it was computed.
changes as (
    select
        *,
        case
            when coalesce(decided_on > evaluated_before, decided_on is not null) then decided_on
            else evaluated_on
        end as changed_on
    from compared
    where is_key_account <> coalesce(was_key_account, false)
),

periods as (
    select
        *,
        lead(changed_on) over (partition by customer_id order by evaluated_on asc) as next_changed_on,
        lead(why_out) over (partition by customer_id order by evaluated_on asc) as next_why_out
    from changes
)

-- A customer that has joined a group is judged no longer.
select
    cast(customer_id as string) as customer_id,
    cast(criteria_version as string) as criteria_version,
    cast(why_in as string) as why_in,
    cast(
        case
            when next_changed_on is null and last_evaluated_on < {{ as_of() }} then 'part of another customer'
            else next_why_out
        end
        as string
    ) as why_out,
    score as score_at_entry,
    cast(changed_on as date) as valid_from,
    cast(
        case
            when next_changed_on is null and last_evaluated_on < {{ as_of() }}
                then {{ add_days('last_evaluated_on', 1) }}
            else next_changed_on
        end as date
    ) as valid_to
from periods
where is_key_account
