"""Commands of the letters."""
