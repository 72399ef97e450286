select
    cast(class_kind as string) as class_kind,
    cast(months_back as int) as months_back,
    cast(from_class as string) as from_class,
    cast(to_class as string) as to_class,
    cast(count(*) as bigint) as customers,
    cast(sum(mrr_before) as decimal(18, 2)) as mrr_before,
    cast(sum(mrr) as decimal(18, 2)) as mrr,
    cast(month as date) as month
from {{ ref('int_segment_moves') }}
where
    from_class <> 'none'
    or to_class <> 'none'
group by class_kind, months_back, from_class, to_class, month
