"""Guides, interviews and their answers, and the participants who gave them."""
