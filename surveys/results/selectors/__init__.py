"""Reads of outcomes, precision and what is on record about the methodology."""
