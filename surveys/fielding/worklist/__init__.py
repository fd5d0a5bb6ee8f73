"""Queues, late items and readings of health of surveys."""

from surveys.fielding.worklist import locked_answers, surveys

__all__ = ["locked_answers", "surveys"]  # in the order in which their queues are shown
