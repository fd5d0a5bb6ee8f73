"""Models of recommendations."""
