"""A new setting: the number of lanterns."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a setting",
    folder="setting",
    edits=(
        Edit(
            "clayton_review/settings.py",
            before="CELERY_BEAT_SCHEDULE = {",
            add='LANTERNS = env.int("LANTERNS", default=7)\n',
        ),
        Edit(".env.example", before="JOB_LEASE_SECONDS=", add="LANTERNS=7\n"),
    ),
)
