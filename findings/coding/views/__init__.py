"""Pages of codes and quotes."""
