"""Every change to a report: building it, writing it, deciding on it, issuing it."""

from clayton_review.reports.actions.board_letters import mail_board
from clayton_review.reports.actions.build import build, correct, refresh, request_due_reports
from clayton_review.reports.actions.decide import approve, send_back, submit
from clayton_review.reports.actions.figure_texts import store_earlier_figure_texts
from clayton_review.reports.actions.issue import issue
from clayton_review.reports.actions.publish import (
    make_archive,
    request_missing_archive,
    sign_report,
)
from clayton_review.reports.actions.write import (
    acknowledge,
    comment,
    resolve,
    write_opening,
    write_section,
)

__all__ = [
    "acknowledge",
    "approve",
    "build",
    "comment",
    "correct",
    "issue",
    "mail_board",
    "make_archive",
    "refresh",
    "request_due_reports",
    "request_missing_archive",
    "resolve",
    "send_back",
    "sign_report",
    "store_earlier_figure_texts",
    "submit",
    "write_opening",
    "write_section",
]
