with

judged as (
    select
        invitations.*,
        coalesce(types.is_customer, true) as is_customer,
        case
            when invitations.score is null then null
            when types.survey_type is null then 'unknown_type'
            when invitations.score not between types.lowest_score and types.highest_score then 'off_scale'
            when invitations.response_date is null then 'undated'
            when invitations.response_date < invitations.sent_date then 'before_invitation'
            -- Own staff answer without a name and for no account.
            when not types.is_customer then null
            when invitations.contact_id is null and settings.anonymous_answers = 'exclude' then 'anonymous'
            when invitations.contact_id is not null and invitations.account_id is null then 'no_account'
        end as fault
    from {{ ref('int_survey_invitations') }} as invitations
    cross join {{ ref('int_voice_settings') }} as settings
    left join {{ ref('int_survey_types') }} as types
        on invitations.survey_type = types.survey_type
),

ranked as (
    select
        *,
        case
            when score is not null and fault is null
                then row_number() over (
                    partition by
                        survey_type,
                        coalesce(contact_id, response_id),
                        coalesce(wave, response_id),
                        coalesce(subject, ''),
                        case when score is not null and fault is null then 1 else 0 end
                    order by response_date desc nulls last, response_id desc
                )
        end as newest_first
    from judged
),

compared as (
    select
        *,
        max(case when newest_first = 1 then score end) over (
            partition by
                survey_type,
                coalesce(contact_id, response_id),
                coalesce(wave, response_id),
                coalesce(subject, '')
        ) as newest_score
    from ranked
)

select
    response_id,
    case when is_customer then account_id end as account_id,
    contact_id,
    survey_type,
    wave,
    respondent_role,
    subject,
    channel,
    touchpoint,
    source,
    case
        when newest_first > 1 and score = newest_score then 'duplicate'
        when newest_first > 1 then 'edited'
        else fault
    end as exclusion_reason,
    score,
    is_customer,
    score is not null and fault is null as is_valid_score,
    coalesce(newest_first = 1, false) as is_counted,
    sent_date,
    response_date
from compared
