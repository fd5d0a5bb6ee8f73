"""Interviews and their coding, findings and recommendations."""
