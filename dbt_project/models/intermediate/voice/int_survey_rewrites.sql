with

sources as (
    {{ union_sources('survey_versions') }}
),

followed as (
    select
        *,
        lead(version_number) over (partition by _row_key order by version_number asc) as next_version,
        lead(score) over (partition by _row_key order by version_number asc) as next_score,
        lead(is_deleted) over (partition by _row_key order by version_number asc) as next_is_deleted
    from sources
)

-- An answer that was given another score, or taken back; other changes of its row change no answer.
select
    followed.response_id,
    {{ respondent_account('followed', 'ids') }} as account_id,
    upper(followed.survey_type) as survey_type,
    followed.wave,
    followed.version_number,
    followed.sent_date,
    followed.response_date
from followed
left join {{ ref('int_account_ids') }} as ids
    on
        followed.account_id = ids.source_account_id
        and ids.system = '{{ system_of("surveys") }}'
{{ join_respondents('followed', 'ids') }}
where
    followed.score is not null
    and followed.next_version is not null
    and not followed.is_deleted
    and (
        followed.next_is_deleted
        or followed.next_score is null
        or followed.next_score <> followed.score
    )
