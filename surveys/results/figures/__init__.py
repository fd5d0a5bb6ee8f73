"""Figures of questions, response rates, methodology and published surveys."""
