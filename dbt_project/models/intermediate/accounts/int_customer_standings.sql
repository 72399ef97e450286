select
    segments.customer_id,
    segments.quadrant,
    segments.treatment,
    segments.share_of_wallet,
    segments.matrix_cell,
    segments.contribution,
    segments.strategic_value,
    segments.reference_value,
    segments.contract_months_left,
    key_accounts.status as key_account_status,
    key_accounts.next_review_date as key_account_review_date,
    lifetimes.residual_lifetime_value as lifetime_value
from {{ ref('account_segments') }} as segments
left join {{ ref('key_accounts') }} as key_accounts
    on segments.customer_id = key_accounts.customer_id
left join {{ ref('customer_lifetime_value') }} as lifetimes
    on segments.customer_id = lifetimes.customer_id
