{# The columns of each canonical entity that connectors to systems feed, in the order of its staging models, as pairs of
   a type and the names of columns; those of every landed row stand last. #}
{% macro canonical_columns(entity) -%}
    {%- set columns = {
        'accounts': [
            ('string', ['account_id', 'parent_account_id', 'vat_id', 'owner_id', 'csm_id',
                'executive_sponsor_id', 'account_name', 'segment', 'domain', 'country', 'industry',
                'relationship_stage', 'reference_status', 'business_id', 'phone', 'city', 'postal_code',
                'decision_level']),
            ('amount', ['potential_annual', 'strategic_value', 'reference_value', 'operating_margin',
                'potential_margin', 'segment_importance', 'segment_potential', 'market_status', 'innovativeness',
                'image', 'cash_flow_outlook', 'location_fit', 'industry_fit', 'financial_stability',
                'attractiveness', 'partnership_willingness', 'competitive_position', 'growth_potential',
                'organisational_fit']),
            ('int', ['countries', 'industries']),
            ('boolean', ['is_key_account', 'mutual_commitment', 'needs_service_around_the_clock',
                'has_external_advisers']),
            ('date', ['customer_since']),
            ('string', ['other_columns', '_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'account_versions': [
            ('string', ['account_id', 'parent_account_id', 'owner_id', 'csm_id', 'executive_sponsor_id',
                'segment', 'relationship_stage']),
            ('amount', ['potential_annual', 'operating_margin', 'potential_margin', 'segment_importance',
                'segment_potential', 'market_status', 'innovativeness', 'reference_value', 'image',
                'cash_flow_outlook', 'location_fit', 'industry_fit', 'financial_stability', 'attractiveness',
                'partnership_willingness', 'competitive_position', 'growth_potential', 'organisational_fit']),
            ('boolean', ['is_key_account', 'mutual_commitment']),
            ('bigint', ['version_number']),
            ('date', ['known_from', 'known_until', 'landed_on']),
            ('boolean', ['is_deleted']),
            ('string', ['_row_key']),
        ],
        'system_accounts': [
            ('string', ['system', 'system_account_id', 'account_id', 'vat_id', 'business_id', 'name', 'email',
                'domain', 'phone', 'country', 'city', 'postal_code', '_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'contacts': [
            ('string', ['contact_id', 'account_id', 'name', 'email', 'role', 'preferred_channel']),
            ('boolean', ['is_active']),
            ('date', ['left_date', 'newsletter_opt_out_date']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'users': [
            ('string', ['user_id', 'name', 'team', 'role', 'manager_id']),
            ('boolean', ['is_active']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'subscriptions': [
            ('string', ['subscription_id', 'account_id', 'product', 'currency', 'status']),
            ('amount', ['monthly_amount']),
            ('bigint', ['seats', 'term_months', 'notice_period_days']),
            ('boolean', ['auto_renew']),
            ('date', ['signed_date', 'start_date', 'end_date', 'notice_date']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'invoice_lines': [
            ('string', ['invoice_id', 'line_id', 'account_id', 'subscription_id', 'currency', 'line_type',
                'description', 'product']),
            ('amount', ['amount']),
            ('date', ['invoice_date', 'service_start', 'service_end']),
            ('timestamp', ['posted_at']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'invoice_line_versions': [
            ('string', ['invoice_id', 'line_id', 'account_id', 'subscription_id', 'currency', 'line_type',
                'product']),
            ('bigint', ['version_number']),
            ('amount', ['amount']),
            ('date', ['invoice_date', 'service_start', 'service_end', 'known_from', 'known_until']),
            ('timestamp', ['posted_at']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'invoices': [
            ('string', ['invoice_id', 'account_id', 'currency']),
            ('amount', ['amount']),
            ('date', ['invoice_date', 'due_date', 'paid_date']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'payments': [
            ('string', ['payment_id', 'invoice_id']),
            ('amount', ['amount']),
            ('date', ['paid_date']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'opportunities': [
            ('string', ['opportunity_id', 'account_id', 'type', 'stage', 'lost_reason', 'product',
                'sales_motion']),
            ('amount', ['monthly_amount', 'probability']),
            ('boolean', ['won']),
            ('date', ['expected_close_date', 'created_date', 'closed_date']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'activities': [
            ('string', ['activity_id', 'account_id', 'contact_id', 'activity_type', 'level', 'direction',
                'status', 'owner', 'channel', 'touchpoint', 'tags']),
            ('boolean', ['is_mass', 'has_minutes', 'has_agenda']),
            ('date', ['activity_date']),
            ('timestamp', ['logged_at']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'tickets': [
            ('string', ['ticket_id', 'account_id', 'contact_id', 'priority', 'category', 'status']),
            ('amount', ['satisfaction_score', 'hours_spent']),
            ('boolean', ['is_complaint']),
            ('timestamp', ['created_at', 'first_response_at', 'solved_at', 'updated_at']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'surveys': [
            ('string', ['response_id', 'account_id', 'contact_id', 'survey_type', 'wave', 'respondent_role',
                'subject', 'channel', 'touchpoint', 'comment', 'source']),
            ('amount', ['score']),
            ('date', ['sent_date', 'response_date']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'survey_versions': [
            ('string', ['response_id', 'account_id', 'contact_id', 'survey_type', 'wave']),
            ('bigint', ['version_number']),
            ('amount', ['score']),
            ('date', ['sent_date', 'response_date', 'known_until']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'products': [
            ('string', ['product', 'product_line', 'sales_motion']),
            ('date', ['offered_from', 'offered_until']),
            ('string', ['_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
            ('boolean', ['is_deleted']),
        ],
        'refused_rows': [
            ('string', ['stream', 'column_name', 'value', 'expected', 'raw', '_source', '_origin_file']),
            ('bigint', ['_origin_row']),
            ('string', ['_row_key']),
        ],
    } %}
    {{- return(columns[entity]) }}
{%- endmacro %}

{# A canonical type as the engine writes it. #}
{% macro canonical_type(name) -%}
    {{ type_amount() if name == 'amount' else name }}
{%- endmacro %}

{# The staged rows of a canonical entity from a relation that has some of its columns: the others are NULL. #}
{% macro canonical(entity, relation, given) -%}
    {%- set carried = ['_source', '_origin_file', '_origin_row', '_row_key', 'is_deleted'] %}
    {%- set listed = [] %}
    {%- for type, names in canonical_columns(entity) %}
    {%- for name in names %}
    {%- do listed.append((name, canonical_type(type), name in given or name in carried)) %}
    {%- endfor %}
    {%- endfor %}
    {%- for name in given if name not in listed | map('first') %}
    {%- do exceptions.raise_compiler_error(entity ~ ' has no column ' ~ name) %}
    {%- endfor %}
    select
    {%- for name, type, is_given in listed %}
        cast({{ name if is_given else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ relation }}
{%- endmacro %}
