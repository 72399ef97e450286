{# The system whose ids a stream's account_id holds. #}
{% macro system_of(stream) -%}
    {{ var('stream_systems')[stream] | default('crm', true) }}
{%- endmacro %}

{# Every system whose rows name accounts, in order. #}
{% macro systems() -%}
    {%- set found = ['crm'] %}
    {%- for stream in var('stream_systems') %}
    {%- do found.append(system_of(stream)) %}
    {%- endfor %}
    {{- return(found | unique | sort) }}
{%- endmacro %}

{# Capital letters and digits of an id, or NULL. #}
{% macro id_code(id) -%}
    nullif({{ replace_matches('upper(' ~ id ~ ')', "'[^A-Z0-9]'", "''") }}, '')
{%- endmacro %}

{# Digits of a text. #}
{% macro digits(text) -%}
    {{ replace_matches(text, "'[^0-9]'", "''") }}
{%- endmacro %}

{# An id without the country it begins with. #}
{% macro without_country(id, country_code) -%}
    case when substr({{ id }}, 1, 2) = {{ country_code }} then substr({{ id }}, 3) else {{ id }} end
{%- endmacro %}

{# A web address or a domain as a bare domain. #}
{% macro bare_domain(address) -%}
    nullif(
        {{ replace_matches(
            replace_matches('lower(trim(' ~ address ~ '))', "'^([a-z]+://)?(www[.])?'", "''"),
            "'[/:?].*$|[.]$'", "''"
        ) }},
        ''
    )
{%- endmacro %}

{# The domain of an e-mail address in small letters. #}
{% macro mail_domain(email) -%}
    split_part({{ email }}, '@', 2)
{%- endmacro %}

{# Which of several facts hold, in words: a fact a case, joined by commas. #}
{% macro facts_in_words(facts) -%}
    substr(
        {%- for condition, words in facts %}
        case when {{ condition }} then ', {{ words }}' else '' end
        {%- if not loop.last %} ||{% endif %}
        {%- endfor %},
        3
    )
{%- endmacro %}
