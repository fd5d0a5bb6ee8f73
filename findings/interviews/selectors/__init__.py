"""Reads of guides and interviews over several rows."""
