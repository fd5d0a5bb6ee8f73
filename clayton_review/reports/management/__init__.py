"""Commands of the reports app."""
