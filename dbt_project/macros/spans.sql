{# Spans of days, [valid_from, valid_until), that overlap or touch, made one span per group. A later span never changes
   which days before its beginning are covered, so that spans known on a day stay as they were known. #}
{% macro merged_spans(relation, group_columns) -%}
    {%- set keys = group_columns | join(', ') -%}
    select
        {{ keys }},
        min(valid_from) as valid_from,
        max(valid_until) as valid_until
    from (
        select
            *,
            sum(case when valid_from <= covered_until then 0 else 1 end) over (
                partition by {{ keys }}
                order by valid_from asc
                rows between unbounded preceding and current row
            ) as span_number
        from (
            select
                *,
                max(valid_until) over (
                    partition by {{ keys }}
                    order by valid_from asc
                    rows between unbounded preceding and 1 preceding
                ) as covered_until
            from (
                -- Spans that begin on one day have no order of their own.
                select
                    {{ keys }},
                    valid_from,
                    max(valid_until) as valid_until
                from {{ relation }} as given_spans
                where valid_from < valid_until
                group by {{ keys }}, valid_from
            ) as longest_spans
        ) as spans_beside_earlier_ones
    ) as numbered_spans
    group by {{ keys }}, span_number
{%- endmacro %}
