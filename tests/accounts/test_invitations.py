"""Invitations: one link, one use, one role."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from clayton_review import clock
from clayton_review.accounts import actions
from clayton_review.accounts.actions.invitations import open_invitations
from clayton_review.accounts.models import Invitation, User
from clayton_review.accounts.roles import Role
from clayton_review.accounts.selectors import open_links
from clayton_review.audit.models import AuditEntry
from clayton_review.letters.models import Letter
from clayton_review.refusals import Refused
from clayton_review.web.people import record
from tests.accounts.factories import PASSWORD, person
from tests.accounts.factors import add_app
from tests.accounts.invited import invited, join
from tests.letters.outgoing import sent_letters

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def test_the_command_prints_a_link_that_works_and_mails_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("invite", "New@Example.org", "lead", name="Nell New")
    url = capsys.readouterr().out.strip()

    assert url in sent_letters()[0].body
    assert join(url.removeprefix("http://localhost:8000")) == 302
    assert User.objects.get().role == Role.LEAD


@pytest.mark.parametrize("arguments", [("not an address", "lead"), ("a@example.org", "king")])
def test_the_command_refuses_what_makes_no_sense(arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("invite", *arguments)
    assert not Invitation.objects.exists()


def test_looking_at_the_link_records_nothing() -> None:
    _, url = invited()
    n_acts = AuditEntry.objects.count()
    for _ in range(3):
        assert Client().get(url).status_code == 200
        assert Client().head(url).status_code == 200

    assert not User.objects.exists()
    assert AuditEntry.objects.count() == n_acts
    assert join(url) == 302


def test_a_link_works_once() -> None:
    _, url = invited()

    assert [join(url), join(url), Client().get(url).status_code] == [302, 404, 404]
    assert User.objects.count() == 1


def test_the_invited_cannot_choose_role_or_address() -> None:
    _, url = invited()
    join(url, role="lead", email="other@example.org", is_active="")
    user = User.objects.get()

    assert (user.role, user.email, user.is_active) == ("consultant", "new@example.org", True)


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 404)])
def test_a_link_works_for_seven_days(days: float, status: int) -> None:
    _, url = invited()
    with clock.at(clock.now() + timedelta(days=days)):
        assert Client().get(url).status_code == status


@pytest.mark.parametrize("token", ["x", "a:b", "%00", "x" * 3_000, "<script>"])
def test_an_invented_link_leads_nowhere(token: str) -> None:
    assert Client().get(f"/people/join/{token}/").status_code in {400, 404}


def test_the_database_cannot_be_used_to_make_links() -> None:
    invitation, url = invited()

    assert invitation.token_hash not in url
    assert Client().get(f"/people/join/{invitation.token_hash}/").status_code == 404


def test_a_newer_invitation_replaces_the_older() -> None:
    _, first = invited()
    _, second = invited()

    assert [join(first), join(second)] == [404, 302]


@pytest.mark.parametrize("password", ["", "short", "password1234", "new@example.org"])
def test_a_weak_password_is_explained_and_nothing_is_saved(password: str) -> None:
    _, url = invited()

    assert join(url, password=password) == 422
    assert not User.objects.exists()


def test_a_password_that_is_like_the_name_is_refused() -> None:
    _, url = invited()

    assert join(url, name="Dana Whitfield", password="dana.whitfield") == 422
    assert not User.objects.exists()


def test_an_invitation_of_somebody_known_sets_a_new_password() -> None:
    dana = person(email="dana@example.org", password="an older password here")
    _, url = invited("dana@example.org")
    join(url)
    dana.refresh_from_db()

    assert dana.check_password(PASSWORD)
    assert dana.role == Role.CONSULTANT


def test_a_new_password_asks_for_no_name_and_changes_none() -> None:
    dana = person(email="dana@example.org", name="Dana Doe")
    _, url = invited("dana@example.org")
    page = Client().get(url).content.decode()
    assert "Set a new password" in page
    assert 'name="name"' not in page
    assert Client().post(url, {"password": "dana@example.org"}).status_code == 422

    answer = Client().post(url, {"password": PASSWORD, "name": "Mallory"}, follow=True)
    dana.refresh_from_db()
    assert dana.name == "Dana Doe"
    assert "Your new password was saved. Sign in with it." in answer.content.decode()


def test_an_invitation_never_changes_a_role() -> None:
    person(email="dana@example.org", role=Role.BOARD)

    with pytest.raises(Refused, match="another role"):
        invited("dana@example.org", Role.LEAD)


def test_only_the_lead_invites(consultant: User) -> None:
    with pytest.raises(Refused, match="Only the lead"):
        actions.invite(email="a@example.org", role=Role.LEAD, by=consultant)


def test_the_lead_invites_on_the_page_once_however_often_it_is_sent(as_: As, lead: User) -> None:
    typed = {"record_id": str(uuid4()), "email": "new@example.org", "role": "board", "name": ""}
    client = as_(lead)
    assert [client.post("/people/invite/", typed).status_code for _ in range(2)] == [302, 302]

    assert Invitation.objects.count() == len(sent_letters()) == 1
    assert AuditEntry.objects.filter(verb="invited").count() == 1
    client.post("/people/invite/", typed | {"record_id": str(uuid4()), "email": "b@example.org"})
    assert [letter.to for letter in sent_letters()] == [["new@example.org"], ["b@example.org"]]


def test_an_invitation_says_the_role(as_: As, lead: User) -> None:
    typed = {"record_id": str(uuid4()), "email": "new@example.org", "role": "board", "name": ""}
    page = as_(lead).post("/people/invite/", typed, follow=True).content.decode()
    words = "You are invited to join the Clayton Review portal. Your role: Board member."
    assert words in sent_letters()[0].body
    assert "An invitation is on its way to new@example.org." in page


def test_a_new_password_has_its_own_letter(as_: As, lead: User) -> None:
    dana = person(email="dana@example.org")
    page = as_(lead).post(f"/people/{dana.pk}/new-password/", follow=True).content.decode()
    assert "A link to set a new password is on its way to dana@example.org." in page
    assert sent_letters()[0].subject == "Your new password for the Clayton Review"
    assert "invited" not in sent_letters()[0].body


@pytest.mark.parametrize("email", ["", "nobody", "a\x00@b.org", "x" * 300 + "@example.org"])
def test_a_wrong_address_is_explained(as_: As, lead: User, email: str) -> None:
    typed = {"record_id": str(uuid4()), "email": email, "role": "board"}

    assert as_(lead).post("/people/invite/", typed).status_code == 422
    assert not Invitation.objects.exists()


def test_resending_and_withdrawing(as_: As, lead: User) -> None:
    first, _ = invited()
    sent_letters().clear()
    client = as_(lead)
    client.post(f"/people/invitations/{first.pk}/resend/")
    assert len(sent_letters()) == 1
    second = Invitation.objects.get(withdrawn_at=None)
    client.post(f"/people/invitations/{second.pk}/withdraw/")

    assert not Invitation.objects.filter(withdrawn_at=None).exists()


def test_an_invitation_that_works_no_longer_is_not_mailed(
    lead: User, consultant: User, second_consultant: User
) -> None:
    """Each is ended in another way before the worker sends its letter."""
    withdrawn, _ = invited("withdrawn@example.org")
    actions.withdraw_invitation(invitation=withdrawn, by=lead)
    _, url = invited("joined@example.org")
    join(url)
    invited(consultant.email)
    actions.close(user=consultant, by=lead)
    invited(second_consultant.email)
    actions.change_account(
        user=second_consultant, email="other@example.org", role=Role.CONSULTANT, reason="", by=lead
    )
    invited("twice@example.org")
    invited("twice@example.org")

    assert [letter.to for letter in sent_letters() if "/join/" in letter.body] == [
        ["twice@example.org"]
    ]
    assert not Letter.objects.late_or_failed().exists()


@pytest.mark.parametrize("n_people", [1, 20])
def test_the_list_asks_the_same_few_questions_whatever_its_length(
    as_: As, lead: User, n_people: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(n_people):
        person()
    client = as_(lead)
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        assert client.get("/people/").status_code == 200


def test_one_open_invitation_per_address() -> None:
    invited()
    with pytest.raises(IntegrityError, match="one_open_invitation"), transaction.atomic():
        Invitation.objects.create(
            email="new@example.org", role="lead", token_hash="x", expires_at=clock.now()
        )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"role": "king"}, "invitation_role_is_known"),
        ({"email": "New@example.org"}, "invitation_email_is_lower_case"),
        ({"accepted_at": clock.now()}, "accepted_invitation_has_its_person"),
    ],
)
def test_the_database_refuses_a_half_true_invitation(change: dict[str, object], name: str) -> None:
    invitation, _ = invited()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**change)


def test_the_audit_page_shows_and_finds_acts(as_: As, lead: User) -> None:
    invited()
    client = as_(lead)

    assert b"invited" in client.get("/people/audit/?q=invited").content
    assert b"0 results" in client.get("/people/audit/?q=nothing-of-the-kind").content
    values = '{"is_late": false, "to": null, "told": {"still_late": ["RQ-0006", "RQ-0007"]}}'
    words = "is late: no, to: none, told: still late: RQ-0006, RQ-0007"
    assert record._words(values) == words
    assert b"invited" in client.get("/people/audit/?format=csv").content


def test_withdrawing_one_invitation_leaves_the_others(lead: User) -> None:
    first, url = invited()
    other, _ = invited("other@example.org")
    actions.withdraw_invitation(invitation=other, by=lead)
    with pytest.raises(Refused, match="already accepted or withdrawn"):
        actions.withdraw_invitation(invitation=other, by=lead)
    first.refresh_from_db()

    assert first.is_open()
    assert join(url) == 302


def test_invitations_that_were_accepted_or_withdrawn_are_listed_no_more(
    lead: User, as_: As
) -> None:
    for number in range(3):
        invitation, url = invited(f"n{number}@example.org")
        if number == 0:
            join(url)
        if number == 1:
            actions.withdraw_invitation(invitation=invitation, by=lead)
    listed, password_links = open_links()

    assert [row.email for row in listed] == ["n2@example.org"]
    assert password_links == []


def test_links_to_a_new_password_are_listed_by_themselves(lead: User, as_: As) -> None:
    person(email="dana@example.org")
    invitation, _ = invited("dana@example.org")
    page = as_(lead).get("/people/").content.decode()
    assert "Password links sent, not used yet" in page
    assert "the link for dana@example.org" in page
    assert "Invitations not accepted yet" not in page
    answer = as_(lead).post(f"/people/invitations/{invitation.pk}/withdraw/", follow=True)
    assert "The link no longer works." in answer.content.decode()

    invited("new@example.org")
    page = as_(lead).get("/people/").content.decode()
    assert "Invitations not accepted yet" in page
    assert "the invitation for new@example.org" in page
    assert "Password links sent" not in page


def test_the_page_of_a_person_says_if_they_have_a_second_step_and_leads_to_its_reset(
    as_: As, lead: User, consultant: User
) -> None:
    page, reset = f"/people/{consultant.pk}/", f"/people/second-steps/?user={consultant.pk}"
    shown = as_(lead).get(page).content.decode()
    assert "Missing" in shown
    assert "Reset a lost second step" not in shown
    add_app(consultant)
    shown = as_(lead).get(page).content.decode()
    assert "In use" in shown
    assert f'href="{reset}"' in shown
    assert f'<option value="{consultant.pk}" selected>' in as_(lead).get(reset).content.decode()


def test_the_sign_in_page_says_what_to_ask_for_after_a_lost_password() -> None:
    page = Client().get("/account/sign-in/").content.decode()
    assert "ask the lead consultant for a link to set a new password" in page
    assert "two people together can reset that step" in page
    assert "new invitation" not in page


def test_an_invitation_is_open_until_it_is_accepted_or_withdrawn() -> None:
    waiting, _ = invited("waiting@example.org")
    _, accepted = invited("accepted@example.org")
    withdrawn, _ = invited("withdrawn@example.org")
    assert join(accepted) == 302
    Invitation.objects.filter(pk=withdrawn.pk).update(withdrawn_at=clock.now())
    assert list(open_invitations()) == [waiting]
