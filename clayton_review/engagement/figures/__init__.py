"""The engagement's figures; importing them registers them."""

from clayton_review.engagement.figures import budget, spending, work

__all__ = ["budget", "spending", "work"]
