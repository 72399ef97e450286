{# The version of each landed row that was known at the knowledge date, one row per key, soft deletes flagged.

   A version counts from the knowledge date of the run that landed it. Rows whose first landing is later than the
   knowledge date still count in two cases: the stream keeps business dates of its own (`dated`), which then decide;
   or the whole stream was first landed later, so that its first content is all the history there is. #}
{% macro known_rows(landed, dated) -%}
    select *
    from (
        select
            *,
            row_number() over (
                partition by _row_key
                order by
                    case when _known_on <= {{ as_of() }} then 0 else 1 end,
                    case when _known_on <= {{ as_of() }} then _run_id end desc nulls last,
                    _run_id asc
            ) as _version_rank,
            min(_known_on) over () as _stream_known_on
        from {{ landed }}
    ) as versions
    where
        _version_rank = 1
        {%- if not dated %}
        and (_known_on <= {{ as_of() }} or _stream_known_on > {{ as_of() }})
        {%- endif %}
{%- endmacro %}
