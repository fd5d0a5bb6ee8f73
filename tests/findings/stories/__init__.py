"""Tests of residents' own stories."""
