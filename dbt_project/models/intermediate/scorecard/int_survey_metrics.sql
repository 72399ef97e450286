{%- set metrics = [('nps', 'NPS'), ('csat', 'CSAT'), ('ces', 'CES')] %}
with

recent as (
    select
        months.month,
        scores.month as scored_month,
        scores.survey_type,
        scores.value,
        scores.n,
        settings.minimum_n,
        settings.score_answers_share,
        max(scores.n) over (partition by months.month, scores.survey_type) as most_answers
    from {{ ref('int_scorecard_months') }} as months
    cross join {{ ref('int_scorecard_settings') }} as settings
    inner join {{ ref('survey_scores') }} as scores
        on
            scores.segment = 'ALL'
            and months.month >= scores.month
            and {{ add_months('months.month', '-1 * settings.score_stands_months') }} < scores.month
),

-- Between two surveys the score of the last one stands; a few answers that come late are no survey.
standing as (
    select
        *,
        row_number() over (partition by month, survey_type order by scored_month desc) as newest_first
    from recent
    where
        n >= minimum_n
        and value is not null
        and n >= score_answers_share * most_answers
)
{%- for metric, survey_type in metrics %},

{{ metric }}_standing as (
    select * from standing
    where
        newest_first = 1
        and survey_type = '{{ survey_type }}'
)
{%- endfor %}
{% for metric, survey_type in metrics %}
{{ metric_rows(
    metric ~ '_standing', [(metric, 'value')], n='n', measured_on=month_end('scored_month')
) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
