{%- set said = {
    'segment': 'segment',
    'role': 'respondent_role',
    'channel': 'channel',
    'subject': 'subject',
    'touchpoint': 'touchpoint',
    'source': 'source',
} %}
with

-- Two years of answers: the last twelve months and the twelve before them.
answers as (
    select
        *,
        least(month, {{ last_published_month() }}) as book_month
    from {{ ref('int_survey_answers') }}
    where response_date > {{ add_months(as_of(), -24) }}
),

owned as (
    select
        answers.response_id,
        periods.value as owner_id
    from answers
    inner join {{ ref('int_version_periods') }} as periods
        on
            answers.account_id = periods.account_id
            and coalesce(answers.response_date >= periods.valid_from, true)
            and coalesce(answers.response_date <= periods.valid_to, true)
    where periods.attribute = 'owner'
),

grouped as (
    select
        response_id,
        'all' as dimension,
        'ALL' as member
    from answers
    {%- for dimension, column in said.items() %}
    union all
    select
        response_id,
        '{{ dimension }}' as dimension,
        {{ column }} as member
    from answers
    {%- endfor %}
    union all
    select
        answers.response_id,
        'product' as dimension,
        products.product as member
    from answers
    inner join {{ ref('int_mrr_product_months') }} as products
        on
            answers.account_id = products.account_id
            and answers.book_month = products.month
    where products.mrr > 0
    union all
    select
        response_id,
        'owner' as dimension,
        owner_id as member
    from owned
    union all
    select
        owned.response_id,
        'team' as dimension,
        users.team as member
    from owned
    inner join {{ ref('int_users') }} as users
        on owned.owner_id = users.user_id
)

-- What an answer does not say puts it in no group; a product without a name is none.
select
    response_id,
    dimension,
    member
from grouped
where member <> ''
