"""Actions of field work, each with its audit row."""
