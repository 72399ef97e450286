-- The segment whose care is judged today is the one that the account is shown with.
select
    care.account_id,
    care.segment,
    accounts.segment as shown_segment
from {{ ref('care_compliance') }} as care
left join {{ ref('account_360') }} as accounts
    on care.account_id = accounts.account_id
where
    accounts.account_id is null
    or care.segment <> accounts.segment
