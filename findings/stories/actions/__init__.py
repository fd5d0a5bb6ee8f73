"""Actions on residents' stories, each with its audit row."""
