"""Figures of populations, crosstabs and comparisons."""
