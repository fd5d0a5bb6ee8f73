"""AAPOR outcome rates and the planning of a sample."""
