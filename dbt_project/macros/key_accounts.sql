{# Criteria of key accounts that the accounts themselves hold a rating of, each in a column of its name. #}
{% macro rated_criteria() -%}
    {{ return([
        'operating_margin', 'potential_margin', 'segment_importance', 'segment_potential',
        'market_status', 'innovativeness', 'reference_value', 'image',
        'cash_flow_outlook', 'location_fit', 'industry_fit', 'financial_stability',
        'attractiveness', 'partnership_willingness', 'competitive_position', 'growth_potential',
        'organisational_fit'
    ]) }}
{%- endmacro %}
