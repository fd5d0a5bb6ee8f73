"""Models of codes and quotes."""
