{%- set counted = {
    'contacts_12_months': 'true',
    'outbound_contacts_12_months': "direction = 'outbound'",
    'inbound_contacts_12_months': "direction = 'inbound'",
    'formal_contacts_12_months': 'not is_informal',
    'informal_contacts_12_months': 'is_informal',
    'executive_contacts_12_months': 'is_executive',
    'development_talks_12_months': "activity_type = 'development_talk'",
    'channel_known_contacts': 'is_over_preferred_channel is not null',
    'preferred_channel_contacts': 'is_over_preferred_channel',
} %}
select
    account_id,
    {%- for column, condition in counted.items() %}
    sum(case when is_within_12_months and {{ condition }} then 1 else 0 end) as {{ column }},
    {%- endfor %}
    max(case when direction = 'outbound' then activity_date end) as last_outbound_contact,
    max(case when is_executive then activity_date end) as last_executive_contact,
    max(case when activity_type = 'development_talk' then activity_date end) as last_development_talk
from {{ ref('int_account_contacts') }}
group by account_id
