with

notes as (
    select * from {{ ref('int_account_analyses') }}
),

frameworks as (
    select
        framework,
        count(*) as items
    from {{ ref('analysis_frameworks') }}
    group by framework
),

written as (
    select
        notes.account_id,
        notes.framework,
        count(distinct items.item) as items_filled,
        count(distinct case when items.item is null then notes.item end) as items_outside,
        max(notes.written_on) as last_written_on
    from notes
    left join {{ ref('analysis_frameworks') }} as items
        on
            notes.framework = items.framework
            and notes.item = items.item
    where notes.is_written
    group by notes.account_id, notes.framework
),

accounts as (
    select distinct account_id from notes
),

measured as (
    select
        accounts.account_id,
        frameworks.framework,
        frameworks.items,
        coalesce(written.items_filled, 0) as items_filled,
        coalesce(written.items_outside, 0) as items_outside,
        written.last_written_on,
        {{ days_between('written.last_written_on', as_of()) }} as age_days,
        settings.analysis_stale_days
    from accounts
    cross join frameworks
    cross join {{ ref('int_plan_settings') }} as settings
    left join written
        on
            accounts.account_id = written.account_id
            and frameworks.framework = written.framework
)

select
    cast(account_id as string) as account_id,
    cast(framework as string) as framework,
    cast(items as bigint) as items,
    cast(items_filled as bigint) as items_filled,
    cast(items_outside as bigint) as items_outside,
    {{ safe_divide('items_filled', 'items') }} as filled_share,
    cast(age_days as int) as age_days,
    age_days > analysis_stale_days as is_stale,
    cast(last_written_on as date) as last_written_on
from measured
