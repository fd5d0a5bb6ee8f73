"""Reads of codes and quotes over several rows."""
