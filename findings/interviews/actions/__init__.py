"""Actions on guides and interviews, each with its audit row."""
