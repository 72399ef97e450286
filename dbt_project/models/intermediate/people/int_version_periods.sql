{%- set attributes = {
    'owner': 'owner_id',
    'csm': 'csm_id',
    'executive_sponsor': 'executive_sponsor_id',
    'segment_set': 'segment_set',
    'is_key_account': 'cast(is_key_account as string)',
    'relationship_stage': 'relationship_stage',
    'is_deleted': 'cast(is_deleted as string)',
} %}
with

-- What replaced a version after the knowledge date is not known yet, nor is an account that came later.
known as (
    select
        versions.*,
        case when versions.known_until <= {{ as_of() }} then versions.known_until end as replaced_on
    from {{ ref('int_account_versions') }} as versions
    inner join {{ ref('int_accounts') }} as accounts
        on versions.account_id = accounts.account_id
),

versions as (
    {%- for attribute, value in attributes.items() %}
    select
        account_id,
        '{{ attribute }}' as attribute,
        {{ value }} as value,
        known_from,
        replaced_on,
        landed_on
    from known
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

compared as (
    select
        *,
        lag(coalesce(value, '')) over (
            partition by account_id, attribute order by known_from asc nulls first
        ) as value_before
    from versions
),

-- Versions in a row with one value are one period.
numbered as (
    select
        *,
        sum(case when value_before = coalesce(value, '') then 0 else 1 end) over (
            partition by account_id, attribute
            order by known_from asc nulls first
            rows between unbounded preceding and current row
        ) as period_number
    from compared
)

select
    account_id,
    attribute,
    cast(period_number as int) as period_number,
    max(value) as value,
    min(landed_on) as seen_from,
    case when period_number > 1 then min(known_from) end as valid_from,
    case when max(case when replaced_on is null then 1 else 0 end) = 0 then {{ add_days('max(replaced_on)', -1) }} end
        as valid_to
from numbered
group by account_id, attribute, period_number
