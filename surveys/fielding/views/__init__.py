"""The team's pages of surveys, questionnaires and the sample planner."""
