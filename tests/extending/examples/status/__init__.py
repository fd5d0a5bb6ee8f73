"""A new status of an incident: on hold."""

from tests.extending.example import Edit, Example

INCIDENT = "incidents/models/incident.py"
EXAMPLE = Example(
    row="a status",
    folder="status",
    edits=(
        Edit(
            INCIDENT,
            after='    CLOSED = "closed", "Closed"\n',
            add='    ON_HOLD = "on_hold", "On hold"\n',
        ),
        Edit(
            INCIDENT,
            before="    Status.UNDER_REVIEW: frozenset({Status.OPEN",
            add="    Status.ON_HOLD: frozenset({Status.UNDER_REVIEW}),\n",
        ),
        Edit(
            INCIDENT,
            after="    Status.UNDER_REVIEW: frozenset({Status.OPEN",
            add=", Status.ON_HOLD",
        ),
    ),
)
