{{ standing_answers(
    'qualtrics', 'responses', 'survey_id',
    counts=meaning_of(json_text('standing.payload', 'status'), 'qualtrics', 'surveys', 'is_answer')
        ~ " = 'true'"
) }}
