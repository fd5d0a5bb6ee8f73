"""Every change to surveys, codes and answers."""

from surveys.actions.answers import open_boxes, submit, submit_in_bulk, sweep_opened_boxes
from surveys.actions.codes import mint_codes
from surveys.actions.surveys import (
    close_survey,
    create_survey,
    edit_survey,
    open_survey,
    publish_questionnaire,
    record_dispositions,
    write_questionnaire,
)

__all__ = [
    "close_survey",
    "create_survey",
    "edit_survey",
    "mint_codes",
    "open_boxes",
    "open_survey",
    "publish_questionnaire",
    "record_dispositions",
    "submit",
    "submit_in_bulk",
    "sweep_opened_boxes",
    "write_questionnaire",
]
