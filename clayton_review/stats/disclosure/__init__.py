"""Disclosure control: which cells of linked tables are hidden, and the proof of it."""
