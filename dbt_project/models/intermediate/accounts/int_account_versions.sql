with

sources as (
    {{ union_sources('account_versions') }}
)

select
    sources.account_id,
    parents.account_id as parent_account_id,
    sources.owner_id,
    sources.csm_id,
    sources.executive_sponsor_id,
    sources.segment as segment_set,
    sources.relationship_stage,
    sources.potential_annual,
    {%- for criterion in rated_criteria() %}
    sources.{{ criterion }},
    {%- endfor %}
    sources.is_key_account,
    sources.mutual_commitment,
    sources.is_deleted,
    sources.known_from,
    sources.known_until,
    sources.landed_on
from sources
left join {{ ref('int_accounts') }} as parents
    on sources.parent_account_id = parents.account_id
where
    sources.known_from is null
    or sources.known_until is null
    or sources.known_from < sources.known_until
