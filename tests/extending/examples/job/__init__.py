"""New work for the worker: lighting a lantern."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="work for the worker",
    folder="job",
    edits=(
        Edit(
            "findings/stories/tasks.py",
            after="from clayton_review.jobs.registry import job\n",
            add='''
LIT: list[str] = []


@job("findings.light_lantern", title="Light of a lantern")
def light_lantern(place: str) -> None:
    """Light the lantern of a place."""
    LIT.append(place)


''',
        ),
    ),
)
