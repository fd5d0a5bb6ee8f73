"""Queries over several findings."""
