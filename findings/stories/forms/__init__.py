"""Forms of residents' stories."""
