{{ standing_answers('typeform', 'responses', 'form_id') }}
