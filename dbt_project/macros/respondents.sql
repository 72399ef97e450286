{# Whether a text is an e-mail address. #}
{% macro is_mail_address(text) -%}
    coalesce({{ text }} like '%_@_%._%', false)
{%- endmacro %}

{# Joins what is known of the person whom a row names by an address. #}
{% macro join_respondents(relation, ids) -%}
    left join {{ ref('int_respondents') }} as respondents
        on
            {{ is_mail_address(relation ~ '.contact_id') }}
            and lower(trim({{ relation }}.contact_id)) = respondents.mail_address
            and coalesce({{ ids }}.account_id, '') = respondents.named_account_id
{%- endmacro %}

{# The person a row names: the contact behind an address, and never an address. #}
{% macro respondent_id(relation) -%}
    coalesce(respondents.contact_id, {{ relation }}.contact_id)
{%- endmacro %}

{# The account of a row: the one it names, and that of its person where it names none. #}
{% macro respondent_account(relation, ids) -%}
    coalesce({{ ids }}.account_id, case when {{ relation }}.account_id is null then respondents.account_id end)
{%- endmacro %}

{# Staged requests that name no account, and nobody whose account is known, as refused rows. #}
{% macro requests_of_nobody() -%}
    {%- for source_name in var('canonical_sources')['tickets'] if is_landed(source_name) | trim %}
    select
        staged._source as source,
        'tickets' as stream,
        staged._origin_file as file,
        staged._origin_row as row_in_file,
        'contact_id' as column_name,
        {{ respondent_id('staged') }} as value,
        'an account, or a person whose account is known' as expected,
        staged._row_key as raw
    from {{ ref('stg_' ~ source_name ~ '__tickets') }} as staged
    left join {{ ref('int_respondents') }} as respondents
        on
            {{ is_mail_address('staged.contact_id') }}
            and lower(trim(staged.contact_id)) = respondents.mail_address
            and respondents.named_account_id = ''
    where
        staged.account_id is null
        and respondents.account_id is null
        and not staged.is_deleted
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
