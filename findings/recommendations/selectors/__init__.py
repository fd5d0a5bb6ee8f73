"""Queries over several recommendations."""
