{# The eight parts of an account plan, in their order. #}
{% macro plan_parts() -%}
    {{ return([
        'account_description', 'present_offering', 'relationship_analysis', 'resources', 'sales_opportunities',
        'goals_summary', 'action_plan', 'contact_model',
    ]) }}
{%- endmacro %}
