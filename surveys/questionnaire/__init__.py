"""The questionnaire as data: pages of questions, conditions on earlier answers, steps."""
