"""Reads of recommendations over several rows."""
