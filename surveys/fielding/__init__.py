"""The team's work on a survey: creating, writing, opening and closing it."""
