"""Tests of guides, interviews and released counts."""
