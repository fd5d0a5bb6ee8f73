"""Set the last visits of the demonstration's people, so that "what changed" lists something."""

from clayton_review.accounts.models import User
from clayton_review.accounts.preferences import note_visit
from clayton_review.demo.times import on

LAST_VISIT = "2019-01-14"


def note_last_visits() -> None:
    """Record that everybody visited the portal on the same morning."""
    with on(LAST_VISIT):
        for user in User.objects.all():
            note_visit(by=user)
