"""Management commands of local runs."""
