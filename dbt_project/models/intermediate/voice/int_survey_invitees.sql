with

sent as (
    select
        *,
        coalesce(contact_id, response_id) as invitee,
        row_number() over (
            partition by survey_type, wave, coalesce(contact_id, response_id)
            order by sent_date asc, response_id asc
        ) as invitation_number
    from {{ ref('int_surveys') }}
    where
        wave is not null
        and sent_date <= {{ as_of() }}
),

-- A reminder or a second question of a wave is no second invitation, and one answer answers them all.
invited as (
    select
        survey_type,
        wave,
        invitee,
        max(case when invitation_number = 1 then account_id end) as account_id,
        max(case when respondent_role = 'decision_maker' then 1 else 0 end) as is_decision_maker,
        max(case when score is not null and response_date is not null then 1 else 0 end) as has_answered,
        max(case when is_customer then 1 else 0 end) as is_customer,
        min(sent_date) as sent_date,
        max(sent_date) as last_sent_date
    from sent
    group by survey_type, wave, invitee
),

-- Without rounds every invitation stands for itself.
alone as (
    select
        survey_type,
        'none' as wave,
        response_id as invitee,
        account_id,
        case when respondent_role = 'decision_maker' then 1 else 0 end as is_decision_maker,
        case when score is not null and response_date is not null then 1 else 0 end as has_answered,
        case when is_customer then 1 else 0 end as is_customer,
        sent_date,
        sent_date as last_sent_date
    from {{ ref('int_surveys') }}
    where
        wave is null
        and sent_date <= {{ as_of() }}
),

invitees as (
    select * from invited
    union all
    select * from alone
)

select
    invitees.survey_type,
    invitees.wave,
    invitees.invitee,
    invitees.account_id,
    spans.segment,
    invitees.is_decision_maker = 1 as is_decision_maker,
    invitees.has_answered = 1 as has_answered,
    invitees.is_customer = 1 as is_customer,
    invitees.sent_date,
    invitees.last_sent_date
from invitees
left join {{ ref('int_account_segment_spans') }} as spans
    on
        invitees.account_id = spans.account_id
        and invitees.sent_date >= spans.valid_from
        and invitees.sent_date < spans.valid_until
