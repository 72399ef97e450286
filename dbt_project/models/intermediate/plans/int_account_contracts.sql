-- A contract without an end and without terms can end any day, and binds nobody.
select
    account_id,
    max(term_end) as contract_until
from {{ ref('int_term_ends') }}
where term_end >= {{ as_of() }}
group by account_id
