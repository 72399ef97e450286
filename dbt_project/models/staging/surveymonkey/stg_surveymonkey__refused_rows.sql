{{ refused_objects('surveymonkey') }}
