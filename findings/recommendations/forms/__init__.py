"""Forms of recommendations."""
