with

settings as (
    select timezone from {{ ref('int_policy_settings') }}
),

refused as (
    select distinct
        source,
        stream,
        raw as _row_key
    from {{ ref('int_refused_rows') }}
),

landed as (
    select
        stream,
        -- A source whose landing speaks of later days leaves the sum unknown.
        case when count(rows_standing) = count(*) then sum(rows_standing) end as rows_standing,
        case when count(rows_standing) = count(*) then sum(amount_standing) end as amount_standing
    from ({{ union_sources('landed_totals') }}) as totals
    group by stream
),

loaded as (
    select
        stream,
        sum(rows_after) as rows_after
    from {{ ref('source_freshness') }}
    where
        is_newest_run
        and source in (select totals.source from ({{ union_sources('landed_totals') }}) as totals)
    group by stream
),

staged as (
    select
        stream,
        sum(rows_staged) as rows_staged,
        sum(rows_refused_by_models) as rows_refused_by_models,
        sum(amount_refused_by_models) as amount_refused_by_models,
        sum(amount_not_yet_known) as amount_not_yet_known
    from ({{ staged_totals() }}) as totals
    group by stream
),

refused_when_read as (
    select
        stream,
        count(distinct raw) as row_count
    from ({{ union_sources('refused_rows') }}) as unreadable
    group by stream
),

counted as (
    {{ counted_amounts() }}
)

select
    cast(landed.stream as string) as stream,
    cast(loaded.rows_after as bigint) as rows_loaded,
    cast(landed.rows_standing as bigint) as rows_landed,
    cast(staged.rows_staged as bigint) as rows_staged,
    cast(coalesce(refused_when_read.row_count, 0) as bigint) as rows_refused_when_read,
    cast(staged.rows_refused_by_models as bigint) as rows_refused_by_models,
    cast(staged.rows_staged - staged.rows_refused_by_models as bigint) as rows_used,
    cast(landed.amount_standing as decimal(18, 2)) as amount_landed,
    cast(staged.amount_refused_by_models as decimal(18, 2)) as amount_refused_by_models,
    cast(staged.amount_not_yet_known as decimal(18, 2)) as amount_not_yet_known,
    cast(counted.amount as decimal(18, 2)) as amount_counted,
    cast(
        case
            when counted.stream is not null
                then
                    landed.amount_standing - staged.amount_refused_by_models - staged.amount_not_yet_known
                    - coalesce(counted.amount, 0)
        end as decimal(18, 2)
    ) as amount_unexplained
from landed
inner join staged
    on landed.stream = staged.stream
left join loaded
    on landed.stream = loaded.stream
left join refused_when_read
    on landed.stream = refused_when_read.stream
left join counted
    on
        landed.stream = counted.stream
        and landed.amount_standing is not null
where coalesce(landed.rows_standing, 0) > 0 or staged.rows_staged > 0
