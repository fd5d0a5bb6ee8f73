"""Tests of `surveys.fielding`."""
