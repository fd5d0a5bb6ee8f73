"""Pages of the records of the work plan and of the Board."""

from clayton_review.engagement import forms, models
from clayton_review.engagement.views.record_pages.record_page import (
    EDIT,
    STATES,
    WITHDRAW,
    Acts,
    RecordPages,
    columns,
    state_of,
)
from clayton_review.web.formatting import day, money


def _milestone_acts(row: models.Milestone) -> Acts:
    if row.reached_on:
        return [EDIT, ("Correct the day it was reached", "reach"), WITHDRAW]
    return [("Mark as reached", "reach"), ("Change the due date", "move"), EDIT, WITHDRAW]


def _decision_acts(row: models.DecisionAsked) -> Acts:
    acts = [EDIT, WITHDRAW]
    return acts if row.decided_on else [("Record the outcome", "outcome"), *acts]


MILESTONES = RecordPages(
    slug="milestones",
    title="Milestones",
    lede="The date first agreed, the date it is due now, and the date it was reached.",
    model=models.Milestone,
    form=forms.MilestoneForm,
    title_form=forms.MilestoneTitleForm,
    columns=columns(
        ("Milestone", lambda row: row.title, "text"),
        ("Reference", lambda row: row.reference, "text"),
        ("First agreed", lambda row: day(row.baseline_on), "text"),
        ("Due", lambda row: day(row.due_on), "text"),
        ("Early or late", lambda row: row.early_or_late, "text"),
        ("Reached", lambda row: day(row.reached_on), "text"),
        ("Status", state_of, "text"),
    ),
    details=lambda row: [
        ("Milestone", row.title),
        ("Status", row.state),
        ("First agreed", day(row.baseline_on)),
        ("Due", day(row.due_on)),
        ("Early or late", row.early_or_late),
        ("Reached", day(row.reached_on) or "not yet"),
    ],
    search=("reference__icontains", "title__icontains"),
    sorts={"due first": "due_on", "newest": "-reference"},
    filters=STATES,
    acts=_milestone_acts,
)

DECISIONS = RecordPages(
    slug="decisions",
    title="Decisions asked of the Board",
    lede="What we ask the Board, why, by when, and what it decided.",
    model=models.DecisionAsked,
    form=forms.DecisionForm,
    columns=columns(
        ("What is asked", lambda row: row.text, "text"),
        ("Reference", lambda row: row.reference, "text"),
        ("Amount", lambda row: money(row.amount), "number"),
        ("Needed by", lambda row: day(row.decide_by), "text"),
        ("Status", state_of, "text"),
        ("Outcome", lambda row: row.outcome, "text"),
    ),
    details=lambda row: [
        ("What is asked", row.text),
        ("Status", row.state),
        ("Why", row.why),
        ("Options and costs", row.options or "none given"),
        ("Amount", money(row.amount) or "none"),
        ("Asked", day(row.asked_on)),
        ("Needed by", day(row.decide_by)),
        ("Decided", day(row.decided_on) or "not yet"),
        ("How decided", row.get_how_decided_display() or "not yet"),
        ("Outcome", row.outcome or "none yet"),
        ("Minutes", row.minutes or "none given"),
    ],
    search=("reference__icontains", "text__icontains", "why__icontains", "outcome__icontains"),
    sorts={"needed first": "decide_by", "newest": "-reference"},
    filters=STATES,
    acts=_decision_acts,
)

MEETINGS = RecordPages(
    slug="meetings",
    title="Board meetings",
    lede="When the Board meets and when its packet closes. Reports are prepared a week before "
    "the packet closes.",
    model=models.BoardMeeting,
    form=forms.BoardMeetingForm,
    columns=columns(
        ("Meeting", lambda row: day(row.held_on), "text"),
        ("Packet closes", lambda row: day(row.packet_due_on), "text"),
        ("Status", state_of, "text"),
    ),
    details=lambda row: [("Meeting", day(row.held_on)), ("Packet closes", day(row.packet_due_on))],
    search=(),
    sorts={"earliest": "held_on", "latest": "-held_on"},
    filters=STATES,
    key="pk",
)
