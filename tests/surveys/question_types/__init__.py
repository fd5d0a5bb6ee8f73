"""Tests of `surveys.question_types`."""
