"""Tests of `surveys.notation`."""
