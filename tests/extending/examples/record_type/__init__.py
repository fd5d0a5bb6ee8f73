"""Goals as a new record type, and a work queue of goals without a step."""

from tests.extending.example import Edit, Example

WORKLIST = "findings/recommendations/worklist.py"
EXAMPLE = Example(
    row="something that waits for people, or is searched",
    folder="record_type",
    edits=(
        Edit(
            WORKLIST,
            before="record_types.register(",
            add="""from findings.recommendations.models.goals import Goal  # noqa: E402

GOAL = RecordType(
    name="goals",
    label="Goals",
    noun="goal",
    model=Goal,
    permission=Permission.READ_RECOMMENDATIONS,
    rows=lambda user: Goal.objects.current(),
    heading="title",
    url_name="findings:goal_edit",
    address=("pk",),
    key="pk",
    search_fields=("title",),
)
record_types.register(GOAL)
worklist.register(
    WorkQueue(
        name="goals without steps",
        urgency=Urgency.DRAFT,
        singular="goal without a step",
        plural="goals without a step",
        permission=Permission.WRITE_RECOMMENDATIONS,
        rows=lambda user, _: Goal.objects.current().filter(steps__isnull=True),
        heading="title",
        url_name="findings:goal_edit",
        address=("pk",),
        all_url="findings:goal_list",
    )
)
""",
        ),
    ),
)
