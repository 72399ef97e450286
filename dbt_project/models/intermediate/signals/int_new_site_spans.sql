-- The mother is the one of that day: a customer bought by the group later is no new site.
select
    versions.parent_account_id as account_id,
    accounts.account_id as subject,
    accounts.customer_since as valid_from,
    {{ end_of_time() }} as valid_until,
    accounts.account_id || ' became a customer.' as evidence
from {{ ref('int_accounts') }} as accounts
cross join {{ signal_rule('new_site', 'buying_signals') }} as rules
inner join {{ ref('int_account_versions') }} as versions
    on
        accounts.account_id = versions.account_id
        and (versions.known_from <= accounts.customer_since or versions.known_from is null)
        and (versions.known_until > accounts.customer_since or versions.known_until is null)
where
    versions.parent_account_id is not null
    and not accounts.is_deleted
    and accounts.customer_since <= {{ as_of() }}
