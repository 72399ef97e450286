{# The answers of a relation's responses to the questions that the policy asks for: of the rows of source_surveys that
   fit an answer the one that names its survey counts, then the one that names its question. The relation's columns come
   with `response_id`, `answer_key`, what the policy says of the question, `score` and `comment`.

   A question asked on another scale than its survey type has bears its scale in its type, so that nothing counts it. #}
{% macro asked_answers(relation, source_name, survey_path) -%}
    select
        answers.*,
        answers.id || case when answers.answer_number > 1 then '-' || answers.question else '' end as response_id,
        answers._row_key || case when answers.answer_number > 1 then '-' || answers.question else '' end as answer_key,
        answers.asked_type
        || case
            when answers.lowest <> types.lowest_score or answers.highest <> types.highest_score
                then ' ' || cast(answers.lowest as string) || '-' || cast(answers.highest as string)
            else ''
        end as survey_type,
        comments.words as comment
    from (
        select
            *,
            row_number() over (partition by _row_key, _run_id order by item_number asc) as answer_number
        from (
            select
                items.*,
                {{ json_text('items.item', 'question') }} as question,
                {{ json_text('items.item', 'score') }} as score,
                cast({{ json_text('items.item', 'lowest') }} as int) as lowest,
                cast({{ json_text('items.item', 'highest') }} as int) as highest,
                asked.survey_type as asked_type,
                asked.subject,
                asked.channel,
                asked.touchpoint,
                asked.comment_question,
                row_number() over (
                    partition by items._row_key, items._run_id, items.item_number
                    order by
                        case when asked.survey_id is null then 1 else 0 end,
                        case when asked.question is null then 1 else 0 end,
                        asked.survey_type asc
                ) as fit
            from ({{ json_items(relation, 'payload', 'answered') }}) as items
            inner join {{ ref('source_surveys') }} as asked
                on
                    asked.source = '{{ source_name }}'
                    and (asked.survey_id is null or asked.survey_id = {{ json_text('items.payload', survey_path) }})
                    and (asked.question is null or asked.question = {{ json_text('items.item', 'question') }})
            where {{ json_text('items.item', 'score') }} is not null
        ) as fitting
        where fit = 1
    ) as answers
    left join {{ ref('survey_types') }} as types
        on answers.asked_type = types.survey_type
    left join (
        select
            _row_key,
            _run_id,
            {{ json_text('item', 'question') }} as question,
            max({{ json_text('item', 'text') }}) as words
        from ({{ json_items(relation, 'payload', 'answered') }}) as texts
        group by _row_key, _run_id, {{ json_text('item', 'question') }}
    ) as comments
        on
            answers._row_key = comments._row_key
            and answers._run_id = comments._run_id
            and answers.comment_question = comments.question
{%- endmacro %}

{# Standing answers to questions that the policy asks for, counted over the landing itself; `counts` says of a response,
   whose content is `standing.payload`, whether it does. NULL when something landed later than the knowledge date. #}
{% macro standing_answers(source_name, stream, survey_path, counts='true') -%}
    {%- set newest_first %}(
        select
            *,
            row_number() over (partition by _row_key order by _run_id desc) as place
        from {{ source(source_name, stream) }}
    )
    {%- endset %}
    select
        '{{ source_name }}' as source,
        'surveys' as stream,
        case when coalesce(max(_known_on) <= {{ as_of() }}, true) then coalesce(sum(answers), 0) end as rows_standing,
        sum(cast(null as {{ type_amount() }})) as amount_standing
    from (
        select
            _known_on,
            0 as answers
        from {{ source(source_name, stream) }}
        union all
        select
            cast(null as date) as _known_on,
            1 as answers
        from (
            select distinct
                standing._row_key,
                {{ json_text('standing.item', 'question') }} as question
            from ({{ json_items(newest_first, 'payload', 'answered') }}) as standing
            inner join {{ ref('source_surveys') }} as asked
                on
                    asked.source = '{{ source_name }}'
                    and (asked.survey_id is null or asked.survey_id = {{ json_text('standing.payload', survey_path) }})
                    and (asked.question is null or asked.question = {{ json_text('standing.item', 'question') }})
            where
                standing.place = 1
                and not standing._deleted
                and {{ json_text('standing.item', 'score') }} is not null
                and {{ counts }}
        ) as found
    ) as counted
{%- endmacro %}
