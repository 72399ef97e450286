select
    cast(links.system as string) as system,
    cast(links.system_account_id as string) as system_account_id,
    cast(links.system_account_name as string) as system_account_name,
    cast(links.account_id as string) as account_id,
    cast(accounts.account_name as string) as account_name,
    cast(links.status as string) as status,
    cast(links.method as string) as method,
    cast(links.evidence as string) as evidence,
    cast(links.confidence as decimal(5, 4)) as confidence,
    links.account_id is not null as is_linked,
    links.is_deleted
from {{ ref('int_account_links') }} as links
left join {{ ref('int_accounts') }} as accounts
    on links.account_id = accounts.account_id
