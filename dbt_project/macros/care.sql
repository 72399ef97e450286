{# The day on which so many contacts after a day are due, when a window of months holds min_count of them: whole months,
   and what is left of a month as thirtieths of it. #}
{% macro due_after(day, contacts, window_months, min_count) -%}
    {%- set months = '(' ~ contacts ~ ') * ' ~ window_months -%}
    {{ add_days(
        add_months(day, 'cast(floor(' ~ safe_divide(months, min_count) ~ ') as int)'),
        'cast(floor(' ~ safe_divide('30 * mod(' ~ months ~ ', ' ~ min_count ~ ')', min_count) ~ ') as int)'
    ) }}
{%- endmacro %}

{# Whether an activity is of the level and the kind that a rule asks for. #}
{% macro answers_to(activities, rules) -%}
    ({{ rules }}.level = 'any' or {{ activities }}.level = {{ rules }}.level)
            and ({{ rules }}.activity_type = 'any' or {{ activities }}.activity_type = {{ rules }}.activity_type)
{%- endmacro %}
