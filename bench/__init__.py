"""Measurements of time, memory, queries and bytes: `make bench`."""
