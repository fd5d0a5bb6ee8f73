"""Work queues and record types of the contract."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import OUTSIDE_TEAM, Permission
from clayton_review.engagement import selectors
from clayton_review.engagement.models import BoardMeeting, DecisionAsked, Expense, Milestone
from clayton_review.web import record_types, worklist
from clayton_review.web.formatting import money, percent
from clayton_review.web.record_types import GroupedRows, RecordType
from clayton_review.web.worklist import QuickStart, Urgency, WorklistNotice, WorkQueue

READ = Permission.READ_ENGAGEMENT
SOON = timedelta(days=21)

EXPENSE = RecordType(
    name="expenses",
    label="Expenses",
    noun="expense",
    model=Expense,
    permission=READ,
    rows=lambda user: Expense.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "description", " · "),
    url_name="engagement:expenses_detail",
    search_fields=("description",),
    grouped=GroupedRows(
        Q(hours__isnull=False), "time entry", "time entries", "engagement:expenses"
    ),
)
MILESTONE = RecordType(
    name="milestones",
    label="Milestones",
    noun="milestone",
    model=Milestone,
    permission=READ,
    rows=lambda user: Milestone.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "title", " · "),
    url_name="engagement:milestones_detail",
    search_fields=("title",),
)
DECISION = RecordType(
    name="decisions",
    label="Decisions",
    noun="decision asked of the Board",
    model=DecisionAsked,
    permission=READ,
    rows=lambda user: DecisionAsked.objects.visible_to(user).current(),
    heading=record_types.cited("reference", "text", " · "),
    url_name="engagement:decisions_detail",
    search_fields=("text", "why", "outcome"),
)
ASKED_OF_THE_BOARD = RecordType(
    name="decisions asked of you",
    label="Decisions",
    noun="decision asked of you",
    model=DecisionAsked,
    permission=Permission.TAKE_DECISIONS,
    is_in_changes=False,
    rows=lambda _: DecisionAsked.objects.current().filter(asked_on__lte=clock.today()),
    heading=record_types.cited("reference", "text", " · "),
    url_name="dashboard:home",
    address=(),
    anchor="#ask",
    search_fields=("text", "outcome"),
)
record_types.register(EXPENSE, MILESTONE, DECISION, ASKED_OF_THE_BOARD)


def _open_milestones(user: User) -> Any:
    return Milestone.objects.visible_to(user).current().filter(reached_on__isnull=True)


def _next_meetings(_: User, today: date) -> Any:
    """Return the Board's coming meetings; they are public, so everybody gets them."""
    return BoardMeeting.objects.current().filter(held_on__gte=today, held_on__lte=today + SOON)


def _open_packets(_: User, today: date) -> Any:
    rows = BoardMeeting.objects.current()
    return rows.filter(packet_due_on__gte=today, packet_due_on__lte=today + SOON)


MEETING: dict[str, Any] = {
    "urgency": Urgency.COMING,
    "singular": "Board meeting",
    "plural": "Board meetings",
    "rows": _next_meetings,
    "heading": Value("The Board of Aldermen meets", output_field=TextField()),
    "due": "held_on",
}
worklist.register(
    WorkQueue(
        name="overdue milestones",
        urgency=Urgency.OVERDUE,
        singular="overdue milestone",
        plural="overdue milestones",
        late=("milestone", "milestones"),
        permission=READ,
        rows=lambda user, today: _open_milestones(user).filter(due_on__lt=today),
        heading="title",
        url_name="engagement:milestones_detail",
        due="due_on",
        all_url="engagement:milestones",
    ),
    WorkQueue(
        name="coming milestones",
        urgency=Urgency.COMING,
        singular="milestone",
        plural="milestones",
        permission=READ,
        rows=lambda user, today: _open_milestones(user).filter(due_on__range=(today, today + SOON)),
        heading="title",
        url_name="engagement:milestones_detail",
        due="due_on",
        all_url="engagement:milestones",
    ),
    WorkQueue(
        name="packets",
        urgency=Urgency.COMING,
        singular="Board packet closes",
        plural="Board packets close",
        permission=READ,
        rows=_open_packets,
        heading=Value("The Board’s packet closes", output_field=TextField()),
        url_name="engagement:meetings_detail",
        address=("pk",),
        due="packet_due_on",
        all_url="engagement:meetings",
    ),
    WorkQueue(
        name="meetings",
        permission=READ,
        url_name="engagement:meetings_detail",
        address=("pk",),
        all_url="engagement:meetings",
        **MEETING,
    ),
    WorkQueue(
        name="meetings of the Board",
        permission=Permission.SEE_DASHBOARD,
        roles=OUTSIDE_TEAM,
        address=(),
        **MEETING,
    ),
    WorkQueue(
        name="decisions asked of the Board",
        urgency=Urgency.APPROVAL,
        singular="decision",
        plural="decisions",
        permission=Permission.TAKE_DECISIONS,
        rows=lambda _, today: DecisionAsked.objects.current().open_on(today),
        heading=Concat("text", Value(""), output_field=TextField()),
        url_name="dashboard:home",
        address=(),
        due="decide_by",
        all_url="dashboard:home",
        anchor="#ask",
    ),
    WorkQueue(
        name="decisions the Board has not taken",
        urgency=Urgency.OVERDUE,
        singular="decision the Board has not taken",
        plural="decisions the Board has not taken",
        permission=READ,
        rows=lambda user, today: (
            DecisionAsked.objects.visible_to(user)
            .current()
            .open_on(today)
            .filter(decide_by__lt=today)
        ),
        heading="text",
        url_name="engagement:decisions_detail",
        due="decide_by",
        all_url="engagement:decisions",
    ),
)
worklist.register_quick_starts(
    QuickStart("Log your day", "engagement:log", Permission.WRITE_ENGAGEMENT)
)


def budget_notice(_: User) -> list[WorklistNotice]:
    """Return the budget alert once 75, 90 or 100 percent of the not-to-exceed amount is spent."""
    limit = selectors.limit_in_force(clock.now())
    if not limit:
        return []
    spent = Expense.objects.current().fees().total()
    share = spent * 100 / limit
    if share < selectors.WATCH:
        return []
    state = "attention" if share >= selectors.ATTENTION else "watch"
    statement = f"{percent(share, 0)} of {money(limit)} has been spent: {money(spent)} in fees."
    return [WorklistNotice(statement, reverse("engagement:overview"), state)]


worklist.register_notices(Permission.MANAGE_ENGAGEMENT, budget_notice)
