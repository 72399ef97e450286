{%- set seats = {'owner': 'owner_id', 'csm': 'csm_id', 'sponsor': 'executive_sponsor_id'} %}
with

-- Without a list of staff nobody can be told to be unknown.
staff as (
    select count(*) as known_users
    from {{ ref('int_users') }}
),

seated as (
    select
        accounts.account_id,
        accounts.owner_id,
        accounts.csm_id,
        {%- for seat, user_id in seats.items() %}
        case
            when accounts.{{ user_id }} is null then 'empty'
            when staff.known_users = 0 then null
            when {{ seat }}s.user_id is null then 'unknown_user'
            when {{ seat }}s.is_active then 'active'
            else 'left'
        end as {{ seat }}_state,
        {%- endfor %}
        accounts.executive_sponsor_id
    from {{ ref('int_accounts') }} as accounts
    cross join staff
    {%- for seat, user_id in seats.items() %}
    left join {{ ref('int_users') }} as {{ seat }}s
        on accounts.{{ user_id }} = {{ seat }}s.user_id
    {%- endfor %}
),

periods as (
    select
        account_id,
        sum(case when team_role = 'owner' and period_number > 1 then 1 else 0 end) as owner_changes,
        sum(case when team_role = 'csm' and period_number > 1 then 1 else 0 end) as csm_changes,
        sum(case when team_role = 'owner' and user_id is null then days else 0 end) as days_without_owner,
        max(case when team_role = 'owner' and is_current then valid_from end) as owner_since
    from {{ ref('owner_periods') }}
    group by account_id
)

select
    cast(seated.account_id as string) as account_id,
    cast(seated.owner_id as string) as owner_id,
    cast(seated.csm_id as string) as csm_id,
    cast(seated.executive_sponsor_id as string) as executive_sponsor_id,
    cast(seated.owner_state as string) as owner_state,
    cast(seated.csm_state as string) as csm_state,
    cast(seated.sponsor_state as string) as sponsor_state,
    seated.owner_state = 'active' and seated.csm_state = 'active' and seated.sponsor_state = 'active' as is_complete,
    cast(periods.owner_changes as bigint) as owner_changes,
    cast(periods.csm_changes as bigint) as csm_changes,
    cast(periods.days_without_owner as bigint) as days_without_owner,
    cast(periods.owner_since as date) as owner_since
from seated
left join periods
    on seated.account_id = periods.account_id
