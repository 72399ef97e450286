select
    cast(source as string) as source,
    cast(stream as string) as stream,
    cast(coalesce(file, '') as string) as file,
    cast(coalesce(column_name, '') as string) as column_name,
    cast(expected as string) as expected,
    cast(count(*) as bigint) as refused_rows,
    cast(min(row_in_file) as bigint) as first_row
from {{ ref('int_refused_rows') }}
group by source, stream, coalesce(file, ''), coalesce(column_name, ''), expected
