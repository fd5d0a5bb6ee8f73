"""Printing in a separate process, which holds neither keys nor a database."""
