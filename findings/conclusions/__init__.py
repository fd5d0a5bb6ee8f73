"""Findings with their evidence, review, comments and release."""
