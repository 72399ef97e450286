{%- set seats = {
    'owner': ('owner_id', 'owner', none),
    'csm': ('csm_id', 'customer-success manager', 'customer_success'),
    'sponsor': ('executive_sponsor_id', 'executive sponsor', 'executive'),
} %}
with

staff as (
    select
        users.*,
        min(users.user_id) over (partition by coalesce(lower(users.name), users.user_id)) as first_of_name,
        max(users.user_id) over (partition by coalesce(lower(users.name), users.user_id)) as last_of_name
    from {{ ref('int_users') }} as users
),

seats as (
    {%- for seat, (user_id, word, role) in seats.items() %}
    select
        account_id,
        '{{ seat }}' as seat,
        '{{ word }}' as word,
        {{ "'" ~ role ~ "'" if role else 'cast(null as string)' }} as role_needed,
        {{ user_id }} as user_id
    from {{ ref('int_accounts') }}
    where
        {{ user_id }} is not null
        and not is_deleted
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

judged as (
    select
        seats.*,
        staff.user_id is not null as is_known,
        staff.is_active,
        staff.role,
        case when staff.user_id = staff.first_of_name then staff.last_of_name else staff.first_of_name end as namesake,
        seats.user_id like '%;%' or seats.user_id like '%,%' as names_several,
        (select count(*) from {{ ref('int_users') }}) as known_users
    from seats
    left join staff
        on seats.user_id = staff.user_id
)

select
    account_id,
    'two_' || seat || 's' as conflict,
    'The ' || word || ' is given as ' || user_id || ', which names more than one person.' as evidence
from judged
where
    names_several
    and not is_known
union all
-- Without a list of staff nobody can be told to be unknown.
select
    account_id,
    seat || '_is_no_user' as conflict,
    'The ' || word || ' ' || user_id || ' is not among the users.' as evidence
from judged
where
    not is_known
    and not names_several
    and known_users > 0
union all
select
    account_id,
    seat || '_has_left' as conflict,
    'The ' || word || ' ' || user_id || ' is no longer active.' as evidence
from judged
where
    is_known
    and not is_active
union all
select
    account_id,
    seat || '_of_another_role' as conflict,
    'The ' || word || ' ' || user_id || ' has the role ' || role || '.' as evidence
from judged
where role <> role_needed
union all
select
    account_id,
    seat || '_shares_a_name' as conflict,
    'The ' || word || ' ' || user_id || ' has the same name as ' || namesake || '.' as evidence
from judged
where namesake <> user_id
