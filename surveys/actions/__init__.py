"""Every change to surveys, codes and answers."""

from surveys.actions.answers import open_boxes, submit, submit_in_bulk, sweep_opened_boxes
from surveys.actions.coded import code_sheets
from surveys.actions.codes import mint_codes
from surveys.actions.population import add_target, revise_target, withdraw_target
from surveys.actions.statements import publish_results, write_statement
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
from surveys.actions.weighting import (
    add_weighting,
    revise_weighting,
    reweigh,
    withdraw_weighting,
)

__all__ = [
    "add_target",
    "add_weighting",
    "close_survey",
    "code_sheets",
    "create_survey",
    "edit_survey",
    "keep_dates",
    "mint_codes",
    "open_boxes",
    "open_survey",
    "publish_questionnaire",
    "publish_results",
    "record_dispositions",
    "revise_target",
    "revise_weighting",
    "reweigh",
    "submit",
    "submit_in_bulk",
    "sweep_opened_boxes",
    "withdraw_target",
    "withdraw_weighting",
    "write_questionnaire",
    "write_statement",
]
