"""Queries of field work over several rows."""
