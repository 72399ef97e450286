-- Every customer that has a class at the end of a month is counted in one transition of each span.
with

arrived as (
    select
        month,
        months_back,
        abc_class,
        sum(customers) as customers
    from (
        select
            month,
            months_back,
            to_class as abc_class,
            customers
        from {{ ref('segment_transitions') }}
        where class_kind = 'abc_class'
        union all
        select
            segments.month,
            spans.months_back,
            segments.abc_class,
            -1 as customers
        from {{ ref('segment_months') }} as segments
        inner join (
            select distinct
                month,
                months_back
            from {{ ref('segment_transitions') }}
        ) as spans
            on segments.month = spans.month
    ) as both_sides
    where abc_class in ('A', 'B', 'C')
    group by month, months_back, abc_class
)

select *
from arrived
where customers <> 0
