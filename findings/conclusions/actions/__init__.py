"""Every change of findings, each with its audit row."""
