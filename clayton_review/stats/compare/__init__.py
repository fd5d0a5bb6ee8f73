"""Comparison of waves and of groups, and the sentence that states it."""
