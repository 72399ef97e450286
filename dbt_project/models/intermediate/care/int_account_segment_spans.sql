with

versions as (
    select
        account_id,
        segment_set,
        coalesce(known_from, {{ beginning_of_time() }}) as valid_from,
        coalesce(known_until, {{ end_of_time() }}) as valid_until
    from {{ ref('int_account_versions') }}
),

-- A month has the class known at its own end, whatever is posted later; that of the last published month holds until
-- today.
classes as (
    select
        customers.account_id,
        classed.abc_class,
        customers.month as valid_from,
        case
            when customers.month < {{ last_published_month() }} then {{ add_months('customers.month', 1) }}
            else {{ as_of() }}
        end as valid_until
    from {{ ref('int_customer_months') }} as customers
    inner join {{ ref('int_known_customer_segment_months') }} as classed
        on
            customers.customer_id = classed.customer_id
            and customers.month = classed.month
    where customers.month < {{ as_of() }}
    union all
    select
        account_id,
        abc_class,
        {{ as_of() }} as valid_from,
        {{ end_of_time() }} as valid_until
    from {{ ref('int_account_segments') }}
),

in_force as (
    select
        account_id,
        segment_set as segment,
        valid_from,
        valid_until
    from versions
    where segment_set is not null
    union all
    select
        versions.account_id,
        classes.abc_class as segment,
        greatest(versions.valid_from, classes.valid_from) as valid_from,
        least(versions.valid_until, classes.valid_until) as valid_until
    from versions
    inner join classes
        on
            versions.account_id = classes.account_id
            and versions.valid_from < classes.valid_until
            and versions.valid_until > classes.valid_from
    where
        versions.segment_set is null
        and classes.abc_class <> 'none'
),

changes as (
    select
        *,
        case
            when
                lag(valid_until) over (partition by account_id order by valid_from asc) = valid_from
                and lag(segment) over (partition by account_id order by valid_from asc) = segment
                then 0
            else 1
        end as is_change
    from in_force
),

numbered as (
    select
        *,
        sum(is_change) over (
            partition by account_id order by valid_from asc rows between unbounded preceding and current row
        ) as span_number
    from changes
)

-- Nothing is known of an account before its first segment, which stands for all the time before.
select
    account_id,
    segment,
    case when span_number = 1 then {{ beginning_of_time() }} else min(valid_from) end as valid_from,
    max(valid_until) as valid_until
from numbered
group by account_id, segment, span_number
