-- Who is scored on the last day of a month has the same score as of today and in the month.
select
    present.account_id,
    present.score,
    months.score as score_of_month
from {{ ref('account_health_today') }} as present
full outer join (
    select *
    from {{ ref('account_health') }}
    where month = {{ last_published_month() }}
) as months
    on present.account_id = months.account_id
where
    {{ month_end(as_of()) }} = {{ as_of() }}
    and (
        present.account_id is null
        or months.account_id is null
        or coalesce(present.score, -1) <> coalesce(months.score, -1)
    )
