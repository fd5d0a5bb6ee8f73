"""Comparison of two waves or two groups, and the sentences that tell it."""
