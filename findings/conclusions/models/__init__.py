"""Models of findings."""
