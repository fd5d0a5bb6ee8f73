"""Tests of findings, their evidence and their release."""
