"""Every change in this app; each function is one act with its audit row."""

from findings.actions.activities import (
    amend_activity,
    record_activity,
    withdraw_activity,
    write_notes,
)
from findings.actions.answering import report_with_file, respond
from findings.actions.answers import Conflict, Saved, save_answers
from findings.actions.appointments import send_reminder
from findings.actions.code_book import amend_code, define_code, merge_code, retire_code
from findings.actions.coding import assign_codes, code_excerpts, remove_code
from findings.actions.comments import comment, resolve_comment
from findings.actions.contacts import amend_attempt, log_attempt, withdraw_attempt
from findings.actions.evidence import amend_evidence, link_evidence, move_evidence, unlink_evidence
from findings.actions.excerpts import confirm_words, mark_excerpt, name_speaker
from findings.actions.findings import (
    edit_finding,
    return_finding,
    sign_finding,
    submit_finding,
    write_finding,
)
from findings.actions.goals import add_step, reword, set_goal, withdraw_part
from findings.actions.guides import amend_guide, create_guide, new_version
from findings.actions.identities import read_identity, read_name, seal_identity
from findings.actions.interviews import (
    amend_interview,
    move_interview,
    plan_interview,
    set_target,
    withdraw_interview,
)
from findings.actions.participants import add_participant, amend_participant, withdraw_consent
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
from findings.actions.slots import (
    book_slot,
    close_slot,
    free_slot,
    move_slot,
    offer_slot,
    withdraw_slot,
)
from findings.actions.stories import move_story, move_talk, read_contact, read_story, work_on_story

__all__ = [
    "Conflict",
    "Saved",
    "add_participant",
    "add_step",
    "amend_activity",
    "amend_attempt",
    "amend_code",
    "amend_evidence",
    "amend_guide",
    "amend_interview",
    "amend_participant",
    "assign",
    "assign_codes",
    "book_slot",
    "close_slot",
    "code_excerpts",
    "comment",
    "confirm_words",
    "create_guide",
    "define_code",
    "edit_finding",
    "edit_recommendation",
    "free_slot",
    "issue_recommendation",
    "link_evidence",
    "log_attempt",
    "mark_excerpt",
    "merge_code",
    "move_evidence",
    "move_interview",
    "move_slot",
    "move_story",
    "move_talk",
    "name_speaker",
    "new_version",
    "offer_slot",
    "plan_interview",
    "read_contact",
    "read_identity",
    "read_name",
    "read_story",
    "record_activity",
    "release_changes",
    "release_finding",
    "remind",
    "remove_code",
    "report_progress",
    "report_with_file",
    "resolve_comment",
    "respond",
    "retire_code",
    "return_finding",
    "reword",
    "save_answers",
    "seal_identity",
    "send_reminder",
    "set_goal",
    "set_target",
    "sign_finding",
    "submit_finding",
    "unlink_evidence",
    "withdraw_activity",
    "withdraw_attempt",
    "withdraw_consent",
    "withdraw_finding",
    "withdraw_interview",
    "withdraw_part",
    "withdraw_recommendation",
    "withdraw_slot",
    "work_on_story",
    "write_finding",
    "write_notes",
    "write_recommendation",
]
