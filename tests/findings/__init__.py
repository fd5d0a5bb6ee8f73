"""Tests of the findings app."""
