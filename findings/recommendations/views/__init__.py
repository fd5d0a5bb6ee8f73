"""Pages of recommendations."""
