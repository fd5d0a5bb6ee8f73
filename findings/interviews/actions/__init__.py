"""Every change of guides and interviews, each with its audit row."""
