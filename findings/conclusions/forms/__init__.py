"""Forms of findings."""
