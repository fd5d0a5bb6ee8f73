"""Tests of codes and quotes."""
