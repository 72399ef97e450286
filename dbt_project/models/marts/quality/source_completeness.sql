with

counted as (
    {{ counted_columns() }}
)

select
    cast(source as string) as source,
    cast(stream as string) as stream,
    cast(column_name as string) as column_name,
    cast(stream_rows as bigint) as stream_rows,
    cast(filled_rows as bigint) as filled_rows,
    {{ safe_divide('filled_rows', 'stream_rows') }} as filled_share,
    cast({{ days_between('newest_date', as_of()) }} as int) as days_behind,
    cast(newest_date as date) as newest_date
from counted
where stream_rows > 0
