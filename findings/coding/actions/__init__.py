"""Actions on codes and quotes, each with its audit row."""
