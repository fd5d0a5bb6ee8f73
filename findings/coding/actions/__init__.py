"""Every change of codes and quotes, each with its audit row."""
