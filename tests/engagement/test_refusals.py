"""Refusals of milestones, of the contract's withdrawal, and of huge photos."""

import struct
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.engagement import actions
from clayton_review.engagement.actions.receipt_photos import redrawn
from clayton_review.engagement.models import ContractInput, Milestone, MilestoneMove
from clayton_review.engagement.models.decisions import BoardAnswer
from clayton_review.refusals import Refused
from tests.engagement import factories as make
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_study() -> Iterator[None]:
    with clock.at(datetime(2018, 12, 3, 18, tzinfo=UTC)):
        yield


@pytest.fixture
def reached(lead: User) -> Milestone:
    """A milestone that was reached."""
    row = make.milestone(by=lead)
    return actions.reach_milestone(
        milestone=row, revision=1, reached_on=date(2018, 11, 30), by=lead
    )


def test_a_milestone_moves_with_a_reason_only(lead: User) -> None:
    row = make.milestone(by=lead)
    with refused("Say why the milestone is moving.", row):
        actions.move_milestone(
            milestone=row, revision=1, to_on=date(2019, 1, 15), reason=" ", by=lead
        )
    assert not MilestoneMove.objects.exists()


def test_a_milestone_that_was_reached_does_not_move(reached: Milestone, lead: User) -> None:
    sentence = "This milestone has been reached, so its date can no longer change."
    with refused(sentence, reached):
        actions.move_milestone(
            milestone=reached, revision=2, to_on=date(2019, 1, 15), reason="Late", by=lead
        )
    assert not MilestoneMove.objects.exists()


def test_a_milestone_does_not_move_to_its_own_day(lead: User) -> None:
    row = make.milestone(by=lead, on=date(2018, 12, 15))
    with refused("It is already due on this date. Enter another date.", row):
        actions.move_milestone(
            milestone=row, revision=1, to_on=date(2018, 12, 15), reason="Late", by=lead
        )
    assert not MilestoneMove.objects.exists()


def test_a_milestone_is_reached_once(reached: Milestone, lead: User) -> None:
    with refused("This milestone is already marked as reached.", reached):
        actions.reach_milestone(
            milestone=reached, revision=2, reached_on=date(2018, 12, 1), by=lead
        )


def test_the_contract_is_not_withdrawn(lead: User) -> None:
    row = make.contract(by=lead)
    with refused("The contract cannot be withdrawn. Record an amendment instead.", row):
        actions.withdraw(row=row, revision=1, reason="Signed twice", by=lead)


@pytest.mark.parametrize(
    ("rate", "sentence"),
    [
        (make.hourly_rate, "Enter at most $1,000 per hour."),
        (make.mileage_rate, "Enter at most $5 per mile."),
    ],
)
def test_a_rate_that_nobody_charges_is_refused(
    rate: Callable[..., object], sentence: str, lead: User
) -> None:
    with refused(sentence):
        rate(by=lead, amount="1001")


def test_nothing_is_agreed_before_the_contract_or_planned_outside_it(lead: User) -> None:
    make.contract(by=lead)
    sentence = "The agreed day cannot be before the start of the contract, October 15, 2018."
    with refused(sentence):
        make.milestone(by=lead, on=date(2018, 10, 14))
    sentence = "The month must lie under the contract, from October 15, 2018 to April 30, 2019."
    with refused(sentence):
        make.planned(by=lead, month=date(2019, 5, 1), amount="100")


def test_the_contract_does_not_end_before_it_is_amended(lead: User) -> None:
    make.contract(by=lead)
    sentence = "The contract cannot end before December 1, 2018, the day it starts or is amended."
    with refused(sentence):
        make.amendment(by=lead, approved_on=date(2018, 12, 1), new_ends_on=date(2018, 11, 30))


def test_amendments_leave_something_under_the_contract(lead: User) -> None:
    make.contract(by=lead, limit="1000")
    with refused("This would leave nothing under the contract. Check the amount."):
        make.amendment(by=lead, change="-1000", approved_on=date(2018, 12, 1))
    make.expense(by=lead, amount="600")
    sentence = "This would leave $500, less than the $600 in fees on record. Check the amount."
    with refused(sentence):
        make.amendment(by=lead, change="-500", approved_on=date(2018, 12, 1))


def test_a_photo_has_at_most_60_million_pixels() -> None:
    row = b"\x00" * (60_000_001 // 8 + 2)
    header = struct.pack(">IIBBBBB", 60_000_001, 1, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(row)), (b"IEND", b""))
    photo = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    with pytest.raises(Refused) as refusal:
        redrawn(photo)
    assert str(refusal.value) == "This photo is too large. Send one with at most 60 megapixels."


def test_the_board_does_not_decide_before_it_is_asked(lead: User) -> None:
    row = make.decision(by=lead)
    with refused("The Board cannot have decided before it was asked. Check the date.", row):
        actions.note_outcome(
            decision=row, revision=1, decided_on=date(2018, 12, 2), outcome="Yes.",
            how_decided=BoardAnswer.APPROVED, by=lead,
        )  # fmt: skip


def test_the_board_has_not_decided_before_the_day_comes(lead: User) -> None:
    row = make.decision(by=lead)
    sentence = "The day of the decision cannot be in the future. Enter today or an earlier day."
    with refused(sentence, row):
        actions.note_outcome(
            decision=row, revision=1, decided_on=date(2018, 12, 4), outcome="Yes.",
            how_decided=BoardAnswer.APPROVED, by=lead,
        )  # fmt: skip


def test_an_entry_is_not_corrected_to_a_day_to_come(lead: User) -> None:
    row = make.expense(by=lead)
    values = make.expense_values(by=lead, on=date(2018, 12, 4))
    sentence = "The day cannot be in the future. Enter today or an earlier day."
    with refused(sentence, row):
        actions.correct(row=row, revision=1, values=values, by=lead)


def test_the_contract_was_approved_before_it_is_on_record(lead: User) -> None:
    row = make.contract(by=lead)
    values = ContractInput(
        title=row.title, client=row.client, not_to_exceed=row.not_to_exceed,
        approved_on=date(2018, 12, 4), starts_on=row.starts_on, ends_on=row.ends_on,
    )  # fmt: skip
    sentence = "The approval cannot be in the future. Enter today or an earlier day."
    with refused(sentence, row):
        actions.correct(row=row, revision=1, values=values, by=lead)
