"""Pages of residents' stories."""
