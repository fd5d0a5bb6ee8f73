"""Forms of field work."""
