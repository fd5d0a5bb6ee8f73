"""Reads of the library, of requests, of deliveries, and of their text."""

from clayton_review.documents.selectors.library import content_of, public_documents

__all__ = ["content_of", "public_documents"]
