"""Figures of recommendations."""
