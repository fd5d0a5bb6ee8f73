"""Every change in this app; each function is one act with its audit row."""

from findings.actions.answering import report_with_file, respond
from findings.actions.answers import Conflict, Saved, save_answers
from findings.actions.coding import (
    amend_code,
    assign_codes,
    confirm_words,
    define_code,
    mark_excerpt,
)
from findings.actions.comments import comment, resolve_comment
from findings.actions.evidence import (
    amend_evidence,
    link_evidence,
    move_evidence,
    unlink_evidence,
)
from findings.actions.findings import (
    edit_finding,
    return_finding,
    sign_finding,
    submit_finding,
    write_finding,
)
from findings.actions.goals import add_step, reword, set_goal, withdraw_part
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
    assign,
    edit_recommendation,
    report_progress,
    write_recommendation,
)
from findings.actions.releases import (
    issue_recommendation,
    release_changes,
    release_finding,
    withdraw_finding,
    withdraw_recommendation,
)
from findings.actions.reminders import remind

__all__ = [
    "Conflict",
    "Saved",
    "add_participant",
    "add_step",
    "amend_code",
    "amend_evidence",
    "amend_guide",
    "amend_interview",
    "amend_participant",
    "assign",
    "assign_codes",
    "comment",
    "confirm_words",
    "create_guide",
    "define_code",
    "edit_finding",
    "edit_recommendation",
    "issue_recommendation",
    "link_evidence",
    "mark_excerpt",
    "move_evidence",
    "move_interview",
    "new_version",
    "plan_interview",
    "read_name",
    "release_changes",
    "release_finding",
    "remind",
    "report_progress",
    "report_with_file",
    "resolve_comment",
    "respond",
    "return_finding",
    "reword",
    "save_answers",
    "seal_name",
    "set_goal",
    "set_target",
    "sign_finding",
    "submit_finding",
    "unlink_evidence",
    "withdraw_consent",
    "withdraw_finding",
    "withdraw_interview",
    "withdraw_part",
    "withdraw_recommendation",
    "write_finding",
    "write_recommendation",
]
