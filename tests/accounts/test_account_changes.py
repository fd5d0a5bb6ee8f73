"""A lead changes a role or an address: audited, sessions end, deputies fit."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from clayton_review import clock
from clayton_review.accounts import actions
from clayton_review.accounts.models import SignInLink, User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from tests.accounts.factories import PASSWORD, person
from tests.letters.outgoing import sent_letters
from tests.threads import at_once, queued

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def dana() -> User:
    return person(email="dana@example.org", password=PASSWORD)


@pytest.fixture(autouse=True)
def theo() -> User:
    return person(email="theo@example.org", password=PASSWORD, name="Theo Third")


def change(user: User, by: User, **values: object) -> User:
    facts = {"email": user.email, "role": user.role, "reason": "She married", **values}
    return actions.change_account(user=user, by=by, **facts)  # type: ignore[arg-type]


def rows(verb: str) -> list[tuple[str, str, str, str]]:
    entries = AuditEntry.objects.filter(verb=verb).order_by("id")
    return [(row.who, row.object_id, row.reason, row.payload) for row in entries]


def test_a_lead_changes_a_role_and_an_address_on_the_page(
    as_: As, dana: User, theo: User, lead: User
) -> None:
    theirs, others = as_(dana), as_(theo)
    typed = {"email": " Dana.New@Example.org", "role": "board", "reason": "Elected"}
    assert as_(lead).post(f"/people/{dana.pk}/change/", typed).status_code == 302
    dana.refresh_from_db()
    theo.refresh_from_db()

    assert (dana.email, dana.role) == ("dana.new@example.org", "board")
    assert (theo.email, theo.role) == ("theo@example.org", "consultant")
    assert theirs.get("/start/").status_code == 302
    assert others.get("/start/").status_code == 200
    facts = '{"before": "consultant", "role": "board"}'
    assert rows("changed the role of") == [(lead.email, str(dana.pk), "Elected", facts)]
    assert rows("changed the address of") == [(lead.email, str(dana.pk), "Elected", "{}")]


def test_a_person_is_told_of_a_change_by_somebody_else_at_both_addresses(
    dana: User, lead: User
) -> None:
    change(dana, lead, email="new@example.org", role=Role.BOARD)
    letters = sent_letters()
    assert [letter.to for letter in letters] == [["dana@example.org"], ["new@example.org"]]
    for letter in letters:
        assert f"{lead.name} changed your account" in letter.body
        assert "Your e-mail address here is no longer dana@example.org." in letter.body
        assert "new@example.org" not in letter.body
        assert "Your role is Board member now." in letter.body
        assert "account/sign-in/" in letter.body


def test_nobody_is_told_of_their_own_change(lead: User) -> None:
    change(lead, lead, email="lena@example.org")
    assert sent_letters() == []


def test_only_what_changed_is_recorded(dana: User, lead: User) -> None:
    change(dana, lead, email="new@example.org")
    assert rows("changed the role of") == []
    with pytest.raises(Refused, match="Nothing was changed"):
        change(User.objects.get(pk=dana.pk), lead)


def test_the_old_address_signs_in_no_more(client: Client, dana: User, lead: User) -> None:
    change(dana, lead, email="new@example.org")
    for email, status in (("dana@example.org", 200), ("new@example.org", 302)):
        typed = {"login": email, "password": PASSWORD}
        assert client.post("/account/sign-in/", typed).status_code == status


def test_links_sent_before_stop_working(board_member: User, lead: User) -> None:
    other = person(role=Role.BOARD)
    _, link = actions.make_link(user=board_member)
    _, others_link = actions.make_link(user=other)
    _, invitation = actions.invite(email=board_member.email, role=Role.BOARD, by=lead)
    _, others_invitation = actions.invite(email="o@example.org", role=Role.BOARD, by=lead)
    used = actions.make_link(user=board_member)[0]
    used.used_at = clock.now() - timedelta(days=3)
    used.save()
    change(board_member, lead, email="new@example.org")

    with pytest.raises(Refused):
        actions.use_link(token=link)
    with pytest.raises(Refused):
        actions.open_invitation(invitation)
    assert actions.use_link(token=others_link) == other
    assert actions.open_invitation(others_invitation).email == "o@example.org"
    assert SignInLink.objects.get(pk=used.pk).used_at == used.used_at


def test_an_address_in_use_is_refused(dana: User, theo: User, lead: User) -> None:
    with pytest.raises(Refused, match="already has this address"):
        change(dana, lead, email="THEO@example.org")


def test_nobody_changes_their_own_role(lead: User, consultant: User) -> None:
    with pytest.raises(Refused, match="your own role"):
        change(lead, lead, role=Role.CONSULTANT)
    assert change(lead, lead, email="new@example.org").email == "new@example.org"


def test_others_change_nothing(dana: User, theo: User) -> None:
    with pytest.raises(Refused, match="Only the lead"):
        change(dana, theo, role=Role.LEAD)


def test_deputies_who_no_longer_fit_are_named_no_longer(
    dana: User, theo: User, lead: User, consultant: User
) -> None:
    actions.name_deputy(user=lead, deputy=dana, by=lead)
    actions.name_deputy(user=dana, deputy=theo, by=lead)
    actions.name_deputy(user=theo, deputy=consultant, by=lead)
    change(User.objects.get(pk=dana.pk), lead, role=Role.CITY)
    deputies = {user.name: user.deputy for user in User.objects.select_related("deputy")}

    assert (deputies["Lena Lead"], deputies["Dana Reyes"]) == (None, None)
    assert deputies["Theo Third"] == consultant
    assert len(rows("named the deputy of")) == 5


def test_a_deputy_is_not_named_by_whoever_led_until_just_now(
    dana: User, theo: User, lead: User
) -> None:
    former = User.objects.get(pk=lead.pk)
    User.objects.filter(pk=lead.pk).update(role=Role.CONSULTANT)
    with pytest.raises(Refused, match="Only the lead"):
        actions.name_deputy(user=dana, deputy=theo, by=former)


@pytest.mark.django_db(transaction=True)
def test_somebody_whose_role_changes_meanwhile_becomes_no_deputy(dana: User, lead: User) -> None:
    errors = queued(
        lambda: User.objects.select_for_update().get(pk=lead.pk),
        lambda: change(dana, lead, role=Role.CITY),
        lambda: actions.name_deputy(user=lead, deputy=dana, by=lead),
    )
    lead.refresh_from_db()
    assert lead.deputy is None
    assert [type(error) for error in errors] in ([], [Refused])


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_name_two_deputies_at_once_one_is_told(
    dana: User, theo: User, lead: User
) -> None:
    other = person(role=Role.LEAD)
    [refusal] = queued(
        lambda: User.objects.select_for_update().get(pk=lead.pk),
        lambda: actions.name_deputy(user=User.objects.get(pk=lead.pk), deputy=dana, by=lead),
        lambda: actions.name_deputy(user=User.objects.get(pk=lead.pk), deputy=theo, by=other),
    )
    assert "Someone else has just named the deputy" in str(refusal)
    lead.refresh_from_db()
    [(_, _, _, facts)] = rows("named the deputy of")
    assert str(lead.deputy_id) in facts


@pytest.mark.django_db(transaction=True)
def test_two_leads_cannot_take_the_role_from_each_other_at_once(lead: User) -> None:
    other = person(role=Role.LEAD)
    errors = at_once(
        lambda: change(lead, User.objects.get(pk=other.pk), role=Role.CONSULTANT),
        lambda: actions.close(user=other, by=User.objects.get(pk=lead.pk)),
    )
    assert [type(error) for error in errors] == [Refused]
    assert User.objects.filter(role=Role.LEAD, is_active=True).count() == 1
