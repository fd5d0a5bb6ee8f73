"""Releases and the published text of their items, which never changes."""
