select
    accounts.account_id,
    hierarchy.customer_id,
    coalesce(accounts.segment_set, classes.abc_class) as segment,
    accounts.segment_set is not null as is_segment_set,
    classes.abc_class
from {{ ref('int_accounts') }} as accounts
inner join {{ ref('int_account_hierarchy') }} as hierarchy
    on accounts.account_id = hierarchy.account_id
inner join {{ ref('int_customer_classes') }} as classes
    on hierarchy.customer_id = classes.customer_id
