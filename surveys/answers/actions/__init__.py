"""Minting codes, taking answers in sealed, and opening them in batches."""
