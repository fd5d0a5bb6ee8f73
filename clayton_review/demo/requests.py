"""Requests to the city in the demonstration: what was asked, what came, and what does not exist."""
