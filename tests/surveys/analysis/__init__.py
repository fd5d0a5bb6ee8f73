"""Tests of `surveys.analysis`."""
