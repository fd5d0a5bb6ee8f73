"""The request of `python -m clayton_review.stats`: reading it and answering it."""
