"""Management of the letters."""
