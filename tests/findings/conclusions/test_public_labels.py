"""A later report names the group of a quote only while the group is as large as it was."""

import pytest

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from tests.findings import factories as make

pytestmark = pytest.mark.django_db


def test_a_group_that_has_grown_since_gives_no_label(
    consultant: User, second_consultant: User, lead: User
) -> None:
    make.released(
        by=consultant, signer=second_consultant, lead=lead, quote=make.excerpt(by=consultant)
    )
    for _ in range(5):
        make.held_interview(by=consultant)
    rows = figures.compute("findings.released", Scope(clock.now(), Audience.PUBLIC)).table.rows
    assert "“Nobody told me I could go.”" in str(rows)
    assert "(resident)" not in str(rows)
