{{ standing_objects('delighted', 'survey_responses', 'surveys') }}
