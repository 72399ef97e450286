with

tagged as (
    select
        {{ month_of('tags.activity_date') }} as month,
        coalesce(lower(dictionary.theme), 'unknown') as theme,
        count(distinct tags.activity_id) as activities,
        count(distinct tags.account_id) as accounts
    from {{ ref('int_activity_tags') }} as tags
    cross join {{ ref('int_journey_settings') }} as settings
    left join {{ ref('theme_dictionary') }} as dictionary
        on tags.tag = lower(dictionary.theme)
    -- The tag of a hand-over says what the activity is, not what it was about.
    where tags.tag <> coalesce(settings.hand_over_tag, '')
    group by {{ month_of('tags.activity_date') }}, coalesce(lower(dictionary.theme), 'unknown')
),

commented as (
    select
        {{ month_of('response_date') }} as month,
        theme,
        count(*) as comments
    from {{ ref('int_theme_comments') }}
    group by {{ month_of('response_date') }}, theme
),

joined as (
    select
        coalesce(tagged.month, commented.month) as month,
        coalesce(tagged.theme, commented.theme) as theme,
        coalesce(tagged.activities, 0) as activities,
        coalesce(tagged.accounts, 0) as accounts,
        commented.comments
    from tagged
    full outer join commented
        on
            tagged.month = commented.month
            and tagged.theme = commented.theme
)

select
    cast(joined.theme as string) as theme,
    cast(joined.activities as bigint) as activities,
    cast(joined.accounts as bigint) as accounts,
    cast(case when dictionary.keywords is not null then coalesce(joined.comments, 0) end as bigint) as comments,
    cast(joined.month as date) as month
from joined
left join {{ ref('theme_dictionary') }} as dictionary
    on joined.theme = lower(dictionary.theme)
where joined.month <= {{ last_published_month() }}
