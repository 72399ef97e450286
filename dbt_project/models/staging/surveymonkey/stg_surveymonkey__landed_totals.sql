{{ standing_answers(
    'surveymonkey', 'responses', 'survey_id',
    counts=meaning_of(json_text('standing.payload', 'response_status'), 'surveymonkey', 'surveys', 'is_answer')
        ~ " = 'true'"
) }}
