"""Reads that span rows: what may be released, the thread, what needs doing."""
