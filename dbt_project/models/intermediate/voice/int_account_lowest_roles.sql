with

ranked as (
    select
        roles.account_id,
        roles.respondent_role,
        roles.mean,
        row_number() over (partition by roles.account_id order by roles.mean asc, roles.respondent_role asc)
            as lowest_first,
        max(roles.mean) over (partition by roles.account_id) as highest_mean
    from {{ ref('int_account_role_answers') }} as roles
    cross join {{ ref('int_voice_settings') }} as settings
    where
        roles.respondent_role <> ''
        and roles.respondents >= settings.respondents_minimum
)

-- Of one role alone, or of roles that are equally satisfied, none is the lowest.
select
    account_id,
    respondent_role as lowest_role
from ranked
where
    lowest_first = 1
    and mean < highest_mean
