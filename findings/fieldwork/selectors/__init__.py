"""Reads of field work over several rows."""
