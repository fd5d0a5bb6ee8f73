"""Reads for the pages of the dashboard and the public site, by page."""
