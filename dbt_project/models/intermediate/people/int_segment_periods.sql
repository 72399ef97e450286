with

-- On each day the class that the company set counts, else the computed one, which without any revenue is none.
pieces as (
    select
        sets.account_id,
        coalesce(sets.value, classes.abc_class, 'none') as segment,
        case
            when sets.valid_from is null then classes.valid_from
            when classes.valid_from is null then sets.valid_from
            else greatest(sets.valid_from, classes.valid_from)
        end as valid_from
    from {{ ref('int_version_periods') }} as sets
    left join {{ ref('int_class_periods') }} as classes
        on
            sets.account_id = classes.account_id
            and (sets.valid_from <= classes.valid_to or sets.valid_from is null or classes.valid_to is null)
            and (classes.valid_from <= sets.valid_to or classes.valid_from is null or sets.valid_to is null)
    where sets.attribute = 'segment_set'
),

compared as (
    select
        *,
        row_number() over (partition by account_id order by valid_from asc nulls first) as piece_number,
        lag(coalesce(segment, '')) over (partition by account_id order by valid_from asc nulls first) as segment_before
    from pieces
),

changes as (
    select
        account_id,
        segment,
        valid_from,
        row_number() over (partition by account_id order by piece_number asc) as period_number,
        {{ add_days('lead(valid_from) over (partition by account_id order by piece_number asc)', -1) }} as valid_to
    from compared
    where
        piece_number = 1
        or segment_before <> coalesce(segment, '')
)

select
    account_id,
    segment,
    cast(period_number as int) as period_number,
    valid_from,
    valid_to
from changes
