with

spans as (
    select
        *,
        lag(valid_until) over (partition by account_id order by valid_from asc) as left_on
    from {{ ref('int_service_spans') }}
    where valid_from <= {{ as_of() }}
),

-- Who is back before the month ends has not left: no month end saw it gone.
numbered as (
    select
        *,
        sum(case when {{ month_of('valid_from') }} = {{ month_of('left_on') }} then 0 else 1 end) over (
            partition by account_id order by valid_from asc rows between unbounded preceding and current row
        ) as life_number
    from spans
),

lives as (
    select
        account_id,
        life_number,
        min(valid_from) as valid_from,
        max(valid_until) as valid_until,
        lag(max(valid_until)) over (partition by account_id order by life_number asc) as left_before
    from numbered
    group by account_id, life_number
),

signed as (
    select
        lives.account_id,
        lives.life_number,
        min(contracts.signed_date) as signed_on,
        min(contracts.start_date) as contract_start
    from lives
    inner join {{ ref('int_recurring_contracts') }} as contracts
        on
            lives.account_id = contracts.account_id
            and contracts.signed_date <= lives.valid_from
            and contracts.start_date <= lives.valid_from
            and coalesce(contracts.start_date >= lives.left_before, true)
    group by lives.account_id, lives.life_number
),

books as (
    select
        months.first_month,
        contacts.first_contact
    from (select min(month) as first_month from {{ ref('int_published_months') }}) as months
    cross join (
        select min(case when is_contact then activity_date end) as first_contact
        from {{ ref('int_activities') }}
    ) as contacts
),

-- Service or a contract in the first month of the books says nothing of when it began.
begun as (
    select
        lives.*,
        signed.signed_on,
        books.first_month,
        books.first_contact,
        case
            when lives.life_number > 1 then lives.valid_from
            when accounts.customer_since <= lives.valid_from then accounts.customer_since
            when {{ month_of('coalesce(signed.contract_start, lives.valid_from)') }} > books.first_month
                then coalesce(signed.contract_start, lives.valid_from)
        end as started_on
    from lives
    cross join books
    left join {{ ref('int_accounts') }} as accounts
        on lives.account_id = accounts.account_id
    left join signed
        on
            lives.account_id = signed.account_id
            and lives.life_number = signed.life_number
)

select
    account_id,
    cast(life_number as int) as life_number,
    life_number > 1 as is_return,
    -- Whether the books and the records of contacts reach back to the beginning.
    coalesce({{ month_of('started_on') }} > first_month, false)
    and coalesce(coalesce(signed_on, started_on) >= first_contact, true) as is_start_seen,
    valid_until > {{ as_of() }} as is_current,
    coalesce(signed_on, started_on) as signed_on,
    started_on,
    left_before,
    valid_from,
    valid_until
from begun
