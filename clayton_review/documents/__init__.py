"""Documents and stored files, found again by their hash."""
