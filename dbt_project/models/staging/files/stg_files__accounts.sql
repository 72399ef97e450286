with

known as (
    {{ known_rows(source('files', 'accounts'), dated=false) }}
)

select
    account_id,
    parent_account_id,
    vat_id,
    owner_id,
    csm_id,
    executive_sponsor_id,
    account_name,
    segment,
    domain,
    country,
    industry,
    relationship_stage,
    reference_status,
    cast(potential_annual as {{ type_amount() }}) as potential_annual,
    cast(strategic_value as {{ type_amount() }}) as strategic_value,
    cast(reference_value as {{ type_amount() }}) as reference_value,
    cast(is_key_account as boolean) as is_key_account,
    cast(mutual_commitment as boolean) as mutual_commitment,
    cast(customer_since as date) as customer_since,
    _extra as other_columns,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
