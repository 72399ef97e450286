with

sources as (
    {{ union_sources('accounts') }}
)

select
    account_id,
    parent_account_id,
    owner_id,
    csm_id,
    executive_sponsor_id,
    vat_id,
    account_name,
    segment as segment_set,
    domain,
    country,
    industry,
    relationship_stage,
    reference_status,
    potential_annual,
    strategic_value,
    reference_value,
    is_key_account,
    mutual_commitment,
    is_deleted,
    customer_since,
    _source
from sources
