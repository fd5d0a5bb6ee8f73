"""The lines in which consultants write a questionnaire, read with every problem by its line."""
