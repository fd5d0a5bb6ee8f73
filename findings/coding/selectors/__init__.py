"""Queries over several codes and quotes."""
