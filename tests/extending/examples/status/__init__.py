"""New statuses of all kinds of records whose steps are chosen from a list."""

from tests.extending.example import Edit, Example

INCIDENT = "incidents/models/incident.py"
RECOMMENDATION = "findings/recommendations/models/recommendations.py"
REQUEST = "clayton_review/documents/models/requests.py"
TALK = "findings/stories/models.py"
EXAMPLE = Example(
    row="a status of an incident, a recommendation, a request to the city or a request to talk",
    folder="status",
    edits=(
        Edit(
            INCIDENT,
            after='    CLOSED = "closed", "Closed"\n',
            add='    ON_HOLD = "on_hold", "On hold"\n',
        ),
        Edit(
            INCIDENT,
            before="    IncidentStatus.UNDER_REVIEW: frozenset({IncidentStatus.OPEN",
            add="    IncidentStatus.ON_HOLD: frozenset({IncidentStatus.UNDER_REVIEW}),\n",
        ),
        Edit(
            INCIDENT,
            after="    IncidentStatus.UNDER_REVIEW: frozenset({IncidentStatus.OPEN",
            add=", IncidentStatus.ON_HOLD",
        ),
        Edit(
            RECOMMENDATION,
            after='    DECLINED = "declined", gettext_noop("Declined (closed)")\n',
            add='    PAUSED = "paused", gettext_noop("Paused")\n',
        ),
        Edit(
            RECOMMENDATION,
            after="        {RecommendationStatus.REPORTED",
            add=", RecommendationStatus.PAUSED",
        ),
        Edit(
            RECOMMENDATION,
            before="    RecommendationStatus.DECLINED: frozenset(",
            add="    RecommendationStatus.PAUSED: frozenset({RecommendationStatus.IN_PROGRESS}),\n",
        ),
        Edit(
            REQUEST,
            after='    WITHDRAWN = "withdrawn", "Withdrawn"\n',
            add='    DELAYED = "delayed", "Delayed"\n',
        ),
        Edit(
            REQUEST,
            after="    RequestStatus.ASKED: frozenset({*_ANSWERS, RequestStatus.PARTIAL",
            add=", RequestStatus.DELAYED",
        ),
        Edit(
            REQUEST,
            before="    RequestStatus.WITHDRAWN: frozenset(),",
            add="    RequestStatus.DELAYED: frozenset({*_ANSWERS}),\n",
        ),
        Edit(
            REQUEST,
            after="OPEN = (RequestStatus.ASKED, RequestStatus.PARTIAL",
            add=", RequestStatus.DELAYED",
        ),
        Edit(
            TALK,
            after='    ENDED = "ended", "Ended without a talk"\n',
            add='    WAITING = "waiting", "Waiting"\n',
        ),
        Edit(
            TALK,
            after="    TalkState.NEW: frozenset({TalkState.CONTACTED",
            add=", TalkState.WAITING",
        ),
        Edit(
            TALK,
            before="    TalkState.ENDED: frozenset(",
            add="    TalkState.WAITING: frozenset({TalkState.CONTACTED}),\n",
        ),
    ),
)
