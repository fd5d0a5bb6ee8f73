"""`{% load tracker %}`: the tracker's states and fixed words in the reader's language."""

from django import template

from clayton_review.dashboard import wording

register = template.Library()

register.filter("status_words", wording.status_words)
register.filter("status_shape", wording.shape)
register.filter("reported_words", wording.translated)
register.filter("finding_words", wording.finding_words)
