"""Actions on recommendations, each with its audit row."""
