with

numbered as (
    {{ landed_versions(source('files', 'accounts'), known_only=false) }}
)

-- Nothing is known of an account before its first landing, so its first version stands for all the time before.
select
    account_id,
    parent_account_id,
    owner_id,
    csm_id,
    executive_sponsor_id,
    segment,
    relationship_stage,
    cast(potential_annual as {{ type_amount() }}) as potential_annual,
    {%- for criterion in rated_criteria() %}
    cast({{ criterion }} as {{ type_amount() }}) as {{ criterion }},
    {%- endfor %}
    cast(is_key_account as boolean) as is_key_account,
    cast(mutual_commitment as boolean) as mutual_commitment,
    version_number,
    case when version_number > 1 then _known_on end as known_from,
    replaced_on as known_until,
    _known_on as landed_on,
    _deleted as is_deleted,
    _row_key
from numbered
where
    version_number = 1
    or _known_on <= {{ as_of() }}
