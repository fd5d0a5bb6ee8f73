"""Findings, their evidence, review, comments and release."""
