"""Closing and reopening accounts, and naming deputies."""

from collections.abc import Callable

import pytest
from django.test import Client

from clayton_review.accounts import actions
from clayton_review.accounts.actions import invitations
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from tests.accounts.factories import person
from tests.accounts.invited import invited, join

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def test_closing_an_account_signs_out_and_opening_it_lets_in_again(
    as_: As, lead: User, consultant: User
) -> None:
    theirs, url = as_(consultant), f"/people/{consultant.pk}/close-or-reopen/"
    as_(lead).post(url, {"reason": "Left the study"})
    assert theirs.get("/start/").status_code == 302

    as_(lead).post(url, {"reason": "Came back"})
    assert theirs.get("/start/").status_code == 302  # the old session does not come back
    assert as_(User.objects.get(pk=consultant.pk)).get("/start/").status_code == 200
    assert AuditEntry.objects.filter(reason="Left the study").exists()


def test_nobody_closes_their_own_account(as_: As, lead: User) -> None:
    answer = as_(lead).post(f"/people/{lead.pk}/close-or-reopen/", {"reason": "Tired"})

    assert answer.status_code == 422
    assert User.objects.get(pk=lead.pk).is_active


def test_a_deputy_is_another_open_account_of_the_same_role(
    as_: As, lead: User, consultant: User, second_consultant: User, board_member: User
) -> None:
    url = f"/people/{consultant.pk}/deputy/"
    assert as_(lead).post(url, {"deputy": board_member.pk}).status_code == 422
    assert as_(lead).post(url, {"deputy": second_consultant.pk}).status_code == 302
    consultant.refresh_from_db()

    assert consultant.deputy == second_consultant
    with pytest.raises(Refused, match="same role and an open account"):
        actions.name_deputy(user=consultant, deputy=consultant, by=lead)
    with pytest.raises(Refused, match="Only the lead"):
        actions.name_deputy(user=consultant, deputy=None, by=second_consultant)
    consultant.refresh_from_db()
    assert consultant.deputy == second_consultant


def test_someone_whose_account_is_closed_becomes_no_deputy(
    lead: User, consultant: User, second_consultant: User
) -> None:
    actions.close(user=second_consultant, by=lead)
    with pytest.raises(Refused, match="same role and an open account"):
        actions.name_deputy(user=consultant, deputy=second_consultant, by=lead)
    consultant.refresh_from_db()
    assert consultant.deputy is None


def test_closing_an_account_ends_its_links_and_no_others(lead: User) -> None:
    dana = person(email="dana@example.org")
    _, theirs = invited("dana@example.org")
    _, url = invited()
    actions.close(user=dana, by=lead)

    assert [join(theirs), join(url)] == [404, 302]


def test_an_invitation_made_while_others_end_keeps_its_link_and_its_letter(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first = invited("dana@example.org")
    later: list[str] = []

    def take_back(letters: list[str]) -> None:
        if letters:  # not for the invitation that is made here
            later.append(invited("gene@example.org")[1])

    monkeypatch.setattr(invitations, "take_back", take_back)
    assert invitations.end_invitations(invitations.open_invitations()) == 1
    assert [join(first), join(later[0])] == [404, 302]


def test_an_account_that_someone_else_has_just_closed_is_not_closed_again(
    consultant: User, lead: User
) -> None:
    read_before = User.objects.get(pk=consultant.pk)
    actions.close(user=consultant, by=lead, reason="Left.")
    with pytest.raises(Refused, match="already closed"):
        actions.close(user=read_before, by=lead, reason="Left again.")
    read_before.is_active = False
    actions.reopen(user=consultant, by=lead)
    with pytest.raises(Refused, match="already open"):
        actions.reopen(user=read_before, by=lead)


def test_a_closed_account_is_reopened_and_gets_no_deputy_first(as_: As, lead: User) -> None:
    dana = person(email="dana@example.org", role=Role.CONSULTANT)
    page = f"/people/{dana.pk}/"
    assert "Name a deputy" in as_(lead).get(page).content.decode()
    actions.close(user=dana, by=lead, reason="Left the study")
    shown = as_(lead).get(page).content.decode()
    assert "Name a deputy" not in shown
    assert ">Reopen the account</a>" in shown
