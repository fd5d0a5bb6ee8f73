"""Tests of `surveys.results`."""
