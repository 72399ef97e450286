{# The SQL of a model as Spark is to read it: trim() takes every space of Unicode off, as on DuckDB, where Spark's own
   takes the one of ASCII only. Spreadsheets and mail programs leave no-break spaces behind. #}
{% macro with_every_space_trimmed(sql) -%}
    {%- set spaces -%}
    \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000
    {%- endset -%}
    {#- Spark reads the escapes itself. -#}
    {{ return(modules.re.sub('\\btrim\\(', "trim(both ' " ~ spaces | replace('\\', '\\\\') ~ "' from ", sql)) }}
{%- endmacro %}
