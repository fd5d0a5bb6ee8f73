"""Every change of residents' stories, each with its audit row."""
