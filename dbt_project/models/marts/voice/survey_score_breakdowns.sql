with

-- A group that was asked a year ago only is a row too, so that its silence shows.
members as (
    select distinct
        survey_type,
        dimension,
        member
    from {{ ref('int_survey_groups') }}
)

select
    cast(members.survey_type as string) as survey_type,
    cast(members.dimension as string) as dimension,
    cast(members.member as string) as member,
    cast(coalesce(latest.n, 0) as bigint) as n,
    cast(coalesce(latest.respondents, 0) as bigint) as respondents,
    cast(coalesce(earlier.n, 0) as bigint) as n_before,
    latest.value,
    latest.mean,
    latest.top_share,
    latest.margin95,
    latest.mrr_weighted_value,
    earlier.value as value_before,
    latest.value - earlier.value as change,
    types.is_higher_better,
    types.is_customer
from members
inner join {{ ref('int_survey_types') }} as types
    on members.survey_type = types.survey_type
left join {{ ref('int_survey_groups') }} as latest
    on
        members.survey_type = latest.survey_type
        and members.dimension = latest.dimension
        and members.member = latest.member
        and latest.period = 'now'
left join {{ ref('int_survey_groups') }} as earlier
    on
        members.survey_type = earlier.survey_type
        and members.dimension = earlier.dimension
        and members.member = earlier.member
        and earlier.period = 'before'
