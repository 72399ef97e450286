with

entries as (
    select
        activity_id,
        account_id,
        activity_date,
        {{ each_entry('tags') }} as entry
    from {{ ref('int_activities') }}
    where
        status = 'done'
        and activity_date <= {{ as_of() }}
        and tags is not null
)

select distinct
    activity_id,
    account_id,
    activity_date,
    lower(trim(entry)) as tag
from entries
where trim(entry) <> ''
