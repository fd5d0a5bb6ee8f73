"""Tests of contacts, appointments and field activities."""
