{# Whether every source of a stream tells the totals of its landing, so that its amounts can be followed to models. #}
{% macro is_followed(stream) -%}
    {%- if stream in var('money_streams')
        and var('canonical_sources')[stream] | reject('in', var('canonical_sources')['landed_totals']) | list | length == 0
    -%}
    yes
    {%- endif -%}
{%- endmacro %}

{# The day from which a staged row of a stream with money is known. #}
{% macro known_day(stream) -%}
    {%- if stream == 'invoice_lines' -%}
    coalesce({{ local_date('staged.posted_at', 'settings.timezone') }}, staged.invoice_date)
    {%- else -%}
    staged.invoice_date
    {%- endif -%}
{%- endmacro %}

{# Rows and amounts of each landed stream of a source as they stand after its newest version, counted over the landing
   itself and by no rule of the staging models; NULL when something landed later than the knowledge date. Versions of rows
   and refused rows are no streams of their own. #}
{% macro landed_totals(source_name) -%}
    {%- for stream in var('canonical_sources')
        if not stream.endswith('_versions') and stream not in ['refused_rows', 'landed_totals']
        and source_name in var('canonical_sources')[stream] %}
    select
        '{{ source_name }}' as source,
        '{{ stream }}' as stream,
        case
            when coalesce(max(_known_on) <= {{ as_of() }}, true)
                then coalesce(sum(case when is_standing then 1 else 0 end), 0)
        end as rows_standing,
        {%- if stream in var('money_streams') %}
        case
            when coalesce(max(_known_on) <= {{ as_of() }}, true)
                then coalesce(sum(case when is_standing then cast(amount as {{ type_amount() }}) end), 0)
        end as amount_standing
        {%- else %}
        cast(null as {{ type_amount() }}) as amount_standing
        {%- endif %}
    from (
        select
            *,
            not _deleted and row_number() over (partition by _row_key order by _run_id desc) = 1 as is_standing
        from {{ source(source_name, stream) }}
    ) as versions
    union all
    {%- endfor %}
    select
        cast(null as string) as source,
        cast(null as string) as stream,
        cast(null as bigint) as rows_standing,
        cast(null as {{ type_amount() }}) as amount_standing
{%- endmacro %}

{# Rows and amounts of every staged stream: all that stand, those that models refused later, and, of amounts, those not
   known yet; refused rows are named by their key. #}
{% macro staged_totals() -%}
    {%- for source_name in var('canonical_sources')['landed_totals'] if is_landed(source_name) | trim %}
    {%- for stream in var('canonical_sources')
        if not stream.endswith('_versions') and stream not in ['refused_rows', 'landed_totals']
        and source_name in var('canonical_sources')[stream] %}
    select
        '{{ stream }}' as stream,
        count(*) as rows_staged,
        sum(case when refused._row_key is not null then 1 else 0 end) as rows_refused_by_models,
        {%- if stream in var('money_streams') %}
        sum(case when refused._row_key is not null then staged.amount else 0 end) as amount_refused_by_models,
        sum(case when refused._row_key is null and {{ known_day(stream) }} > {{ as_of() }} then staged.amount else 0 end)
            as amount_not_yet_known
        {%- else %}
        cast(null as {{ type_amount() }}) as amount_refused_by_models,
        cast(null as {{ type_amount() }}) as amount_not_yet_known
        {%- endif %}
    from {{ ref('stg_' ~ source_name ~ '__' ~ stream) }} as staged
    cross join settings
    left join refused
        on
            staged._row_key = refused._row_key
            and refused.source = '{{ source_name }}'
            and refused.stream = '{{ stream }}'
    where not staged.is_deleted
    union all
    {%- endfor %}
    {%- endfor %}
    select
        cast(null as string) as stream,
        cast(null as bigint) as rows_staged,
        cast(null as bigint) as rows_refused_by_models,
        cast(null as {{ type_amount() }}) as amount_refused_by_models,
        cast(null as {{ type_amount() }}) as amount_not_yet_known
{%- endmacro %}

{# What the models of revenue and receivables count of every stream with money that can be followed. #}
{% macro counted_amounts() -%}
    {%- for stream in var('money_streams') if is_followed(stream) | trim %}
    select
        '{{ stream }}' as stream,
        sum(amount) as amount
    from {{ ref('int_' ~ stream) }}
    union all
    {%- endfor %}
    select
        cast(null as string) as stream,
        cast(null as {{ type_amount() }}) as amount
{%- endmacro %}
