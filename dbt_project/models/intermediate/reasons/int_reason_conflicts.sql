select
    account_id,
    'reason_code_not_listed' as conflict,
    cast(count(*) as string) || ' of its reasons have a code that reason_codes.csv does not hold for their event, '
    || 'such as a reason to ' || min(event || ' called ' || reason_code) || '.' as evidence
from {{ ref('int_reasons') }}
where not is_known_code
group by account_id
