"""E-mail that goes out: a row with a state for each letter to each address, and returned mail."""
