with

grouped as (
    select
        segment,
        path,
        functions,
        is_still_customer
    from {{ ref('int_account_paths') }}
    union all
    select
        'ALL' as segment,
        path,
        functions,
        is_still_customer
    from {{ ref('int_account_paths') }}
),

counted as (
    select
        segment,
        path,
        min(functions) as functions,
        count(*) as accounts,
        sum(count(*)) over (partition by segment) as accounts_of_segment,
        sum(case when is_still_customer is not null then 1 else 0 end) as accounts_judged,
        sum(case when is_still_customer then 1 else 0 end) as still_customers,
        row_number() over (partition by segment order by count(*) desc, path asc) as path_rank
    from grouped
    group by segment, path
)

select
    cast(counted.segment as string) as segment,
    cast(counted.path as string) as path,
    cast(counted.functions as string) as functions,
    cast(counted.path_rank as int) as path_rank,
    cast(counted.accounts as bigint) as accounts,
    cast(counted.accounts_judged as bigint) as accounts_judged,
    {{ safe_divide('counted.accounts', 'counted.accounts_of_segment') }} as share,
    case
        when counted.accounts_judged >= settings.minimum_n
            then {{ safe_divide('counted.still_customers', 'counted.accounts_judged') }}
    end as still_customers_share
from counted
cross join {{ ref('int_journey_settings') }} as settings
where counted.path_rank <= settings.paths_shown
