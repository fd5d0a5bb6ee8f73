"""Reads of the columns, variables and weighting of a survey."""
