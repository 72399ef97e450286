"""SurveyMonkey."""
