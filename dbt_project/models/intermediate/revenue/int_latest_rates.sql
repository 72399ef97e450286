select
    currency,
    rate
from (
    select
        currency,
        rate,
        row_number() over (partition by currency order by month desc) as newest_first
    from {{ ref('int_exchange_rates') }}
    where month <= {{ as_of() }}
) as ranked
where newest_first = 1
