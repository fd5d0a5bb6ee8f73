"""Every change of recommendations, each with its audit row."""
