"""Tests of `surveys.answers`."""
