{# The newest day of a column up to the knowledge date; NULL for a stream without such a column. #}
{% macro newest_day(column) -%}
    {%- if column -%}
    max(case when cast({{ column }} as date) <= {{ as_of() }} then cast({{ column }} as date) end)
    {%- else -%}
    cast(null as date)
    {%- endif -%}
{%- endmacro %}

{# How many rows of each stream there are and how many of them fill each column, one column under the other. Versions of
   rows and refused rows are no streams of their own. Columns are those that the description of a staged stream lists:
   none while parsing, and in a unit test, which knows no descriptions, those that the test names.

   Of a stream whose rows carry a day of their own, the first of its two days says how fresh it is, as the catalogue of the
   file drop has it, and the second from when a row is known. #}
{% macro counted_columns() -%}
    {%- set days = {
        'subscriptions': ('start_date', 'signed_date'),
        'invoice_lines': ('invoice_date', 'coalesce(cast(posted_at as date), invoice_date)'),
        'invoices': ('invoice_date', 'invoice_date'),
        'payments': ('paid_date', 'paid_date'),
        'fx_rates': ('month', 'month'),
        'opportunities': ('created_date', 'created_date'),
        'activities': ('activity_date', 'activity_date'),
        'tickets': ('created_at', 'cast(created_at as date)'),
        'surveys': ('response_date', 'coalesce(sent_date, response_date)'),
        'usage': ('date', 'date'),
        'account_plans': ('updated_on', 'updated_on'),
        'commitments': ('made_on', 'made_on'),
        'feature_requests': ('requested_on', 'requested_on'),
        'churn_reasons': ('reason_date', 'reason_date'),
        'costs': ('month', 'month'),
        'account_potentials': ('estimated_on', 'estimated_on'),
        'key_account_decisions': ('decided_on', 'decided_on'),
        'key_account_ratings': ('rated_on', 'rated_on'),
    } %}
    {%- set of_no_file = ('refused_rows', 'landed_totals') %}
    {%- for entity in var('canonical_sources') if not entity.endswith('_versions') and entity not in of_no_file %}
    {%- set dated, known = days.get(entity, (none, none)) %}
    {%- for source_name in var('canonical_sources')[entity] if is_landed(source_name) | trim %}
    {%- set model = 'stg_' ~ source_name ~ '__' ~ entity %}
    {%- set staged = ref(model) %}
    {%- set described = [] %}
    {%- if execute and graph.nodes is defined %}
    {%- set described = graph.nodes['model.account360.' ~ model].columns %}
    {%- elif execute %}
    {%- set described = var('described_columns')[model] %}
    {%- endif %}
    {{- counted_stream(source_name, entity, staged, described, dated, known) }}
    {%- endfor %}
    {%- endfor %}
    select
        cast(null as string) as source,
        cast(null as string) as stream,
        cast(null as string) as column_name,
        cast(0 as bigint) as stream_rows,
        cast(0 as bigint) as filled_rows,
        cast(null as date) as newest_date
{%- endmacro %}

{# The part of one stream, a query for each column that is counted and `union all` after each. #}
{% macro counted_stream(source_name, entity, staged, described, dated, known) -%}
    {%- set counted = adapter.dispatch('counted_stream', 'account360') %}
    {{- return(counted(source_name, entity, staged, described, dated, known)) }}
{%- endmacro %}

{% macro duckdb__counted_stream(source_name, entity, staged, described, dated, known) -%}
    {%- for column in described if column[0] != '_' and column != 'is_deleted' %}
    select
        '{{ source_name }}' as source,
        '{{ entity }}' as stream,
        '{{ column }}' as column_name,
        count(*) as stream_rows,
        count({{ column }}) as filled_rows,
        {{ newest_day(dated) }} as newest_date
    from {{ staged }}
    where
        not is_deleted
        {%- if known %}
        and coalesce({{ known }} <= {{ as_of() }}, true)
        {%- endif %}
    union all
    {%- endfor %}
{%- endmacro %}

{# One query for all columns of the stream: several hundred parts are several hundred jobs, a minute of Spark's. #}
{% macro spark__counted_stream(source_name, entity, staged, described, dated, known) -%}
    {%- set columns = [] %}
    {%- for column in described if column[0] != '_' and column != 'is_deleted' %}
    {%- do columns.append(column) %}
    {%- endfor %}
    {%- if columns %}
    select
        source,
        stream,
        column_name,
        stream_rows,
        filled_rows,
        newest_date
    from (
        select
            '{{ source_name }}' as source,
            '{{ entity }}' as stream,
            count(*) as stream_rows,
            {%- for column in columns %}
            count({{ column }}) as filled_{{ loop.index }},
            {%- endfor %}
            {{ newest_day(dated) }} as newest_date
        from {{ staged }}
        where
            not is_deleted
            {%- if known %}
            and coalesce({{ known }} <= {{ as_of() }}, true)
            {%- endif %}
    ) as counted
    lateral view stack(
        {{ columns | length }}
        {%- for column in columns %}, '{{ column }}', filled_{{ loop.index }}{% endfor %}
    ) as column_name, filled_rows
    union all
    {%- endif %}
{%- endmacro %}
