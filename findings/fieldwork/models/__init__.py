"""Models of field work."""
