{# What a CRM is told of the accounts it holds: those read from it, and those of files when their ids are its own. #}
{% macro accounts_told_to(crm) -%}
select
    cast(accounts.account_id as string) as account_id,
    cast(accounts.segment as string) as segment,
    cast(accounts.health_band as string) as health_band,
    cast(accounts.top_signal as string) as top_signal,
    accounts.health_score,
    cast(accounts.next_contact_due as date) as next_care_date,
    cast({{ as_of() }} as date) as as_of
from {{ ref('account_360') }} as accounts
inner join {{ ref('int_accounts') }} as origins
    on accounts.account_id = origins.account_id
cross join {{ ref('int_policy_settings') }} as settings
where
    not accounts.is_deleted
    and (
        origins._source = '{{ crm }}'
        or (origins._source = 'files' and settings.crm_of_files = '{{ crm }}')
    )
{%- endmacro %}
