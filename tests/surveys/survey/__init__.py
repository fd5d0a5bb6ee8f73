"""Tests of `surveys.survey`."""
