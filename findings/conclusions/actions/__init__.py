"""Actions on findings, each with its audit row."""
