"""`{% load tracker %}`: the tracker's states and fixed words in the reader's language."""

from django import template

from clayton_review.dashboard import finding_words, tracker_words

register = template.Library()

register.filter("status_words", tracker_words.status_words)
register.filter("status_shape", tracker_words.shape)
register.filter("reported_words", tracker_words.translated)
register.filter("finding_words", finding_words.finding_words)
