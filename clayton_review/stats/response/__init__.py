"""AAPOR response rates and the planning of a sample."""
