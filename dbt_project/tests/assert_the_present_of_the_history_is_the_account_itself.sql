-- What the history says of the knowledge date is what the accounts say then, and no account is without its history.
{%- set attributes = {
    'owner': 'owner_id',
    'csm': 'csm_id',
    'executive_sponsor': 'executive_sponsor_id',
    'relationship_stage': 'relationship_stage',
    'is_key_account': 'cast(is_key_account as string)',
} %}
with

present as (
    {%- for attribute, value in attributes.items() %}
    select
        account_id,
        '{{ attribute }}' as attribute,
        {{ value }} as value
    from {{ ref('int_accounts') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    present.*,
    history.value as value_of_history
from present
left join {{ ref('account_history') }} as history
    on
        present.account_id = history.account_id
        and present.attribute = history.attribute
        and history.is_current
where
    history.account_id is null
    or coalesce(present.value, '') <> coalesce(history.value, '')
