"""Reads of findings over several rows."""
