"""Every change to surveys, codes and answers."""

from surveys.actions.answers import open_boxes, submit, submit_in_bulk, sweep_opened_boxes
from surveys.actions.codes import mint_codes
from surveys.actions.population import add_target, revise_target, withdraw_target
from surveys.actions.surveys import (
    close_survey,
    create_survey,
    edit_survey,
    keep_dates,
    open_survey,
    publish_questionnaire,
    record_dispositions,
    write_questionnaire,
)

__all__ = [
    "add_target",
    "close_survey",
    "create_survey",
    "edit_survey",
    "keep_dates",
    "mint_codes",
    "open_boxes",
    "open_survey",
    "publish_questionnaire",
    "record_dispositions",
    "revise_target",
    "submit",
    "submit_in_bulk",
    "sweep_opened_boxes",
    "withdraw_target",
    "write_questionnaire",
]
