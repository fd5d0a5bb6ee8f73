"""The team's forms of surveys, questionnaires and the sample planner."""
