with

teams as (
    select
        account_id,
        attribute,
        period_number,
        value,
        lag(value) over (partition by account_id, attribute order by period_number asc) as value_before,
        coalesce(valid_from, {{ beginning_of_time() }}) as valid_from,
        coalesce({{ add_days('valid_to', 1) }}, {{ end_of_time() }}) as valid_until
    from {{ ref('int_version_periods') }}
    where attribute in ('owner', 'csm')
),

given as (
    select
        account_id,
        'sales_to_customer_success' as kind,
        account_id || ' ' || cast(life_number as string) as source_id,
        signed_on as handed_over_on,
        valid_until as handed_over_until
    from {{ ref('int_customer_lives') }}
    where
        is_start_seen
        and signed_on <= {{ as_of() }}
    union all
    select
        account_id,
        'support_to_customer_success' as kind,
        ticket_id as source_id,
        solved_on as handed_over_on,
        {{ end_of_time() }} as handed_over_until
    from {{ ref('int_tickets') }}
    where
        is_complaint
        and solved_on is not null
),

-- Support is a team, so that nobody in particular hands a solved complaint over.
between_teams as (
    select
        given.*,
        case when given.kind = 'sales_to_customer_success' then owners.value end as from_id,
        managers.value as to_id
    from given
    left join teams as owners
        on
            given.account_id = owners.account_id
            and owners.attribute = 'owner'
            and given.handed_over_on >= owners.valid_from
            and given.handed_over_on < owners.valid_until
    left join teams as managers
        on
            given.account_id = managers.account_id
            and managers.attribute = 'csm'
            and given.handed_over_on >= managers.valid_from
            and given.handed_over_on < managers.valid_until
)

select
    account_id,
    kind,
    source_id,
    from_id,
    to_id,
    handed_over_on,
    handed_over_until
from between_teams
-- Who sells and cares alike hands nothing over, nor does nobody.
where
    kind = 'support_to_customer_success'
    or coalesce(from_id, '') <> coalesce(to_id, '')
union all
select
    account_id,
    attribute || '_change' as kind,
    account_id || ' ' || attribute || ' ' || cast(period_number as string) as source_id,
    value_before as from_id,
    value as to_id,
    valid_from as handed_over_on,
    valid_until as handed_over_until
from teams
where
    period_number > 1
    and value is not null
