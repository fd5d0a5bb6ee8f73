"""Questionnaires, invitation codes, sealed answers and results."""
