with

roles as (
    select
        account_id,
        respondent_role,
        count(distinct respondent) as respondents,
        {{ safe_divide('sum(score)', 'count(*)') }} as mean
    from {{ ref('int_survey_answers') }}
    where
        value_method = 'net_promoter'
        and account_id is not null
        and respondent_role is not null
        and response_date > {{ add_months(as_of(), -12) }}
    group by account_id, respondent_role
),

ranked as (
    select
        roles.account_id,
        roles.respondent_role,
        roles.mean,
        row_number() over (partition by roles.account_id order by roles.mean asc, roles.respondent_role asc)
            as lowest_first,
        max(roles.mean) over (partition by roles.account_id) as highest_mean
    from roles
    cross join {{ ref('int_voice_settings') }} as settings
    where roles.respondents >= settings.respondents_minimum
)

-- Of one role alone, or of roles that are equally satisfied, none is the lowest.
select
    account_id,
    respondent_role as lowest_role
from ranked
where
    lowest_first = 1
    and mean < highest_mean
