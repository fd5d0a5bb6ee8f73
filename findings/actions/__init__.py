"""Every change in this app; each function is one act with its audit row."""

from findings.actions.answers import Conflict, Saved, save_answers
from findings.actions.coding import (
    amend_code,
    assign_codes,
    confirm_words,
    define_code,
    mark_excerpt,
)
from findings.actions.findings import (
    edit_finding,
    link_evidence,
    return_finding,
    sign_finding,
    submit_finding,
    unlink_evidence,
    write_finding,
)
from findings.actions.guides import amend_guide, create_guide, new_version
from findings.actions.interviews import (
    amend_interview,
    move_interview,
    plan_interview,
    set_target,
    withdraw_interview,
)
from findings.actions.participants import (
    add_participant,
    amend_participant,
    read_name,
    seal_name,
    withdraw_consent,
)
from findings.actions.recommendations import (
    edit_recommendation,
    report_progress,
    write_recommendation,
)
from findings.actions.releases import (
    issue_recommendation,
    release_finding,
    withdraw_finding,
    withdraw_recommendation,
)

__all__ = [
    "Conflict",
    "Saved",
    "add_participant",
    "amend_code",
    "amend_guide",
    "amend_interview",
    "amend_participant",
    "assign_codes",
    "confirm_words",
    "create_guide",
    "define_code",
    "edit_finding",
    "edit_recommendation",
    "issue_recommendation",
    "link_evidence",
    "mark_excerpt",
    "move_interview",
    "new_version",
    "plan_interview",
    "read_name",
    "release_finding",
    "report_progress",
    "return_finding",
    "save_answers",
    "seal_name",
    "set_target",
    "sign_finding",
    "submit_finding",
    "unlink_evidence",
    "withdraw_consent",
    "withdraw_finding",
    "withdraw_interview",
    "withdraw_recommendation",
    "write_finding",
    "write_recommendation",
]
