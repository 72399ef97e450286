with

sources as (
    {{ union_sources('surveys') }}
),

-- Only answers that are known count, and of a comment nothing but that it names a theme goes any further.
comments as (
    select
        sources.response_id,
        surveys.response_date,
        lower(sources.comment) as comment
    from sources
    inner join {{ ref('int_surveys') }} as surveys
        on sources.response_id = surveys.response_id
    where
        surveys.response_date is not null
        and sources.comment is not null
        and not sources.is_deleted
),

keywords as (
    select
        theme,
        {{ each_entry('keywords') }} as keyword
    from {{ ref('theme_dictionary') }}
    where keywords is not null
)

select distinct
    comments.response_id,
    lower(keywords.theme) as theme,
    comments.response_date
from comments
inner join keywords
    on
        trim(keywords.keyword) <> ''
        and comments.comment like '%' || lower(trim(keywords.keyword)) || '%'
