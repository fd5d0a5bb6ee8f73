"""Incident records: people by role, timeline, claims and evidence."""
