"""Tests of counts in steps of five."""

from datetime import datetime, timedelta

import pytest

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from findings.coding.models.quotable_texts import SpeakerGroup
from findings.interviews.actions.interviews import set_group_target
from findings.interviews.selectors.released_counts import interviews_by_group, released_count
from tests.findings import factories as make


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (112, 110)])
def test_counts_move_in_steps_of_five(n: int, shown: int) -> None:
    assert released_count(n) == shown


def test_a_planned_interview_is_not_counted(consultant: User) -> None:
    make.held_interview(by=consultant)
    make.interview(by=consultant)
    figure = figures.compute("findings.interviews", Scope(clock.now(), Audience.TEAM))
    assert figure.value == "1"


def test_months_cannot_be_subtracted(consultant: User, lead: User) -> None:
    set_group_target(group=SpeakerGroup.RESIDENT, target=20, by=lead)
    set_group_target(group=SpeakerGroup.OFFICER, target=10, by=lead)
    seen: list[str | None] = []
    officer = make.participant(by=consultant, group=SpeakerGroup.OFFICER)
    make.held_interview(by=consultant, participant=officer)
    for _ in range(7):
        make.held_interview(by=consultant)
        figure = figures.compute("findings.interviews", Scope(clock.now(), Audience.BOARD))
        rows = {row[0]: row[1] for row in figure.table.rows}
        assert rows["Police officer"] is None
        assert figure.value == (None if figure.title.startswith("Fewer than five") else "5")
        seen.append(rows["Resident"])
    assert seen == [None, None, None, None, "5", "5", "5"]
    assert "resident 5 or more of 20" in figure.sentence
    assert "police officer not shown, 10 planned" in figure.sentence
    exact = figures.compute("findings.interviews", Scope(clock.now(), Audience.TEAM))
    assert exact.value == "8"
    assert "resident 7 of 20; police officer 1 of 10" in exact.sentence


def test_a_group_without_a_target_is_listed_from_five_interviews_on(
    consultant: User, lead: User
) -> None:
    set_group_target(group=SpeakerGroup.BUSINESS, target=3, by=lead)
    for group, n_held in ((SpeakerGroup.RESIDENT, 6), (SpeakerGroup.OFFICER, 4)):
        for _ in range(n_held):
            somebody = make.participant(by=consultant, group=group)
            make.held_interview(by=consultant, participant=somebody)

    def counts(as_of: datetime, *, is_released: bool) -> dict[str, tuple[int | None, int | None]]:
        listed = interviews_by_group(as_of, is_released=is_released)
        return {count.group: (count.held, count.target) for count in listed}

    now = clock.now()
    assert counts(now, is_released=True) == {
        SpeakerGroup.RESIDENT: (5, None),
        SpeakerGroup.BUSINESS: (None, 3),
    }
    assert counts(now, is_released=False) == {
        SpeakerGroup.RESIDENT: (6, None),
        SpeakerGroup.OFFICER: (4, None),
        SpeakerGroup.BUSINESS: (0, 3),
    }
    assert counts(now - timedelta(days=1), is_released=False) == {SpeakerGroup.BUSINESS: (0, 3)}
