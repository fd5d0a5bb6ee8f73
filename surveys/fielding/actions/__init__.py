"""Changes to surveys, their questionnaires and their status."""
