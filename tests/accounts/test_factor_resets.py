"""A lost second factor is taken away by two people, one of whom stands for a lead."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client

from clayton_review import clock
from clayton_review.accounts import actions
from clayton_review.accounts.models import FactorReset, PersonSession, User
from clayton_review.accounts.roles import Role
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from tests.accounts.factories import person
from tests.accounts.factors import add_app, add_recovery_codes
from tests.letters.outgoing import sent_letters
from tests.threads import at_once

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
WHY = "Lost the phone; I know her voice"


@pytest.fixture
def dana() -> User:
    user = person(role=Role.CITY, name="Dana City")
    add_app(user)
    return user


@pytest.fixture(autouse=True)
def theo() -> User:
    user = person(role=Role.CITY, name="Theo City")
    add_app(user)
    return user


def owners() -> list[str]:
    return sorted(Authenticator.objects.values_list("user__name", flat=True))


def test_two_people_reset_a_factor_on_their_pages(
    as_: As, dana: User, theo: User, consultant: User, lead: User
) -> None:
    theirs, others = as_(dana), as_(theo)
    typed = {"user": str(dana.pk), "reason": WHY}
    assert as_(consultant).post("/people/second-steps/", typed).status_code == 302
    assert owners() == ["Dana City", "Theo City"]
    assert "Dana City lost their" in as_(lead).get("/start/").content.decode()
    reset = FactorReset.objects.get()
    as_(lead).post(f"/people/second-steps/{reset.pk}/confirm/")

    assert owners() == ["Theo City"]
    assert theirs.get("/start/").status_code == 302
    assert others.get("/start/").status_code == 200
    reset.refresh_from_db()
    assert (reset.decided_by, reset.is_done, reset.reason) == (lead, True, WHY)
    rows = AuditEntry.objects.filter(object_id=str(dana.pk)).order_by("id")
    assert [(row.who, row.verb, row.reason) for row in rows] == [
        (consultant.email, "asked to reset the second step of", WHY),
        (lead.email, "reset the second step of", WHY),
    ]


def test_recovery_codes_go_with_the_factor(dana: User, lead: User, consultant: User) -> None:
    add_recovery_codes(dana)
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=consultant)
    actions.confirm_factor_reset(reset=reset, by=lead)
    assert owners() == ["Theo City"]


def test_the_person_is_told_who_reset_their_second_step(
    dana: User, lead: User, consultant: User
) -> None:
    reset = actions.request_factor_reset(user=dana, reason="Lost phone", by=consultant)
    assert sent_letters() == []
    actions.confirm_factor_reset(reset=reset, by=lead)
    [letter] = sent_letters()
    assert letter.to == [dana.email]
    assert letter.subject == "Your second sign-in step was reset"
    assert f"{consultant.name}\nasked for it, and {lead.name} confirmed it." in letter.body
    assert "Lost phone" not in letter.body


def test_buttons_are_for_those_who_may_press_them(
    as_: As, dana: User, consultant: User, lead: User
) -> None:
    typed = {"user": str(dana.pk), "reason": WHY}
    as_(consultant).post("/people/second-steps/", typed)
    asks, confirms = (
        as_(user).get("/people/second-steps/").content.decode() for user in (consultant, lead)
    )

    assert "/confirm/" not in asks
    assert "another person must confirm it" in asks
    assert "Take it back" in asks
    assert "/confirm/" in confirms
    assert "Decline" in confirms


def test_only_open_accounts_with_a_second_step_can_be_chosen(
    as_: As, dana: User, theo: User, consultant: User
) -> None:
    person(role=Role.CITY, name="Norma None")
    actions.close(user=theo, by=person(role=Role.LEAD))
    page = as_(consultant).get("/people/second-steps/")

    assert list(page.context["form"].fields["user"].queryset) == [dana]


def test_whose_second_step_it_is_decides_nothing(
    as_: As, second_consultant: User, consultant: User
) -> None:
    add_app(second_consultant)
    actions.request_factor_reset(user=second_consultant, reason=WHY, by=consultant)
    page = as_(second_consultant).get("/people/second-steps/").content.decode()

    assert "You cannot reset your own second sign-in step" in page
    assert "/confirm/" not in page
    assert "/decline/" not in page


def test_who_asked_cannot_confirm(dana: User, lead: User) -> None:
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=lead)
    with pytest.raises(Refused, match="another person must confirm"):
        actions.confirm_factor_reset(reset=reset, by=lead)
    assert owners() == ["Dana City", "Theo City"]


def test_two_consultants_alone_cannot_and_a_named_deputy_can(
    dana: User, lead: User, consultant: User, second_consultant: User
) -> None:
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=second_consultant)
    with pytest.raises(Refused, match="a lead’s named deputy"):
        actions.confirm_factor_reset(reset=reset, by=consultant)
    actions.name_deputy(user=lead, deputy=consultant, by=lead)
    actions.confirm_factor_reset(reset=reset, by=consultant)

    assert owners() == ["Theo City"]


def test_a_lead_who_lost_theirs_is_helped_by_the_deputy_and_one_more(
    lead: User, consultant: User, second_consultant: User
) -> None:
    add_app(lead)
    actions.name_deputy(user=lead, deputy=consultant, by=lead)
    with pytest.raises(Refused, match="your own"):
        actions.request_factor_reset(user=lead, reason=WHY, by=lead)
    reset = actions.request_factor_reset(user=lead, reason=WHY, by=second_consultant)
    with pytest.raises(Refused, match="your own"):
        actions.confirm_factor_reset(reset=reset, by=lead)
    actions.confirm_factor_reset(reset=reset, by=consultant)

    assert not Authenticator.objects.filter(user=lead).exists()


def test_a_request_of_somebody_who_left_counts_no_more(
    dana: User, lead: User, consultant: User
) -> None:
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=consultant)
    actions.close(user=consultant, by=lead)
    with pytest.raises(Refused, match="may no longer"):
        actions.confirm_factor_reset(reset=reset, by=lead)


def test_outsiders_neither_ask_nor_confirm(dana: User, theo: User, lead: User) -> None:
    with pytest.raises(Refused, match="Only consultants"):
        actions.request_factor_reset(user=dana, reason=WHY, by=theo)
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=lead)
    with pytest.raises(Refused, match="Only consultants"):
        actions.confirm_factor_reset(reset=reset, by=theo)
    with pytest.raises(Refused, match="Only consultants"):
        actions.decline_factor_reset(reset=reset, by=theo)


def test_one_request_waits_for_a_person_and_only_if_there_is_something(
    dana: User, lead: User, consultant: User, board_member: User
) -> None:
    actions.request_factor_reset(user=dana, reason=WHY, by=lead)
    with pytest.raises(Refused, match="already waiting"):
        actions.request_factor_reset(user=dana, reason=WHY, by=consultant)
    with pytest.raises(Refused, match="no second sign-in step"):
        actions.request_factor_reset(user=board_member, reason=WHY, by=lead)


def test_a_declined_request_resets_nothing_and_stays_declined(
    dana: User, lead: User, consultant: User
) -> None:
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=lead)
    actions.decline_factor_reset(reset=reset, by=consultant)
    with pytest.raises(Refused, match="already decided"):
        actions.confirm_factor_reset(reset=reset, by=consultant)

    assert owners() == ["Dana City", "Theo City"]
    entry = AuditEntry.objects.get(verb="declined to reset the second step of")
    assert (entry.who, entry.object_id) == (consultant.email, str(dana.pk))
    actions.request_factor_reset(user=dana, reason=WHY, by=lead)  # a new one may follow


def test_the_database_itself_wants_two_other_people(dana: User, lead: User) -> None:
    for values in ({"requested_by": dana}, {"requested_by": lead, "decided_by": lead}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.create(
                user=dana, reason=WHY, decided_at=clock.now(), is_done=True,
                **{"decided_by": lead, **values},
            )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_request_confirmed_and_declined_at_once_has_one_end(
    dana: User, lead: User, consultant: User, second_consultant: User
) -> None:
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=lead)
    errors = at_once(
        lambda: actions.confirm_factor_reset(reset=reset, by=consultant),
        lambda: actions.decline_factor_reset(reset=reset, by=second_consultant),
    )
    assert [type(error) for error in errors] == [Refused]
    assert AuditEntry.objects.filter(verb__endswith="reset the second step of").count() == 2


def test_sessions_of_the_person_end_with_the_factor(
    dana: User, lead: User, consultant: User
) -> None:
    client = Client()
    client.force_login(dana)
    reset = actions.request_factor_reset(user=dana, reason=WHY, by=lead)
    actions.confirm_factor_reset(reset=reset, by=consultant)

    assert not PersonSession.objects.filter(user=dana).exists()
