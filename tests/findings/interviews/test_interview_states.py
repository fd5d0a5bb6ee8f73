"""Tests that an interview is held only after consent is recorded."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from findings.coding.actions.excerpts import mark_excerpt
from findings.coding.models.excerpts import Excerpt
from findings.coding.selectors.quote_release import can_be_released
from findings.conclusions.actions.evidence import amend_evidence
from findings.interviews.actions.interviews import amend_interview, change_interview_state
from findings.interviews.actions.withdrawal import withdraw_interview
from findings.interviews.inputs import InterviewInput
from findings.interviews.models.interviews import (
    Interview,
    InterviewMode,
    InterviewState,
    PlaceKind,
)
from tests.findings import factories as make
from tests.findings import field_factories as field
from tests.findings.pages import page_text

SignIn = Callable[[User], Client]


def test_an_interview_is_held_only_once_consent_is_recorded(consultant: User) -> None:
    planned = make.interview(by=consultant, participant=field.recruit(by=consultant))
    with pytest.raises(Refused, match="Record the participant’s consent"):
        change_interview_state(interview=planned, revision=1, to="held", by=consultant)


def test_the_audit_record_names_the_state_in_words(consultant: User) -> None:
    interview = make.held_interview(by=consultant)
    change_interview_state(
        interview=interview, revision=interview.revision, to="written_up", by=consultant
    )
    assert AuditEntry.objects.filter(verb="marked an interview as written up").count() == 1


def values_of(interview: Interview, **changes: Any) -> InterviewInput:
    return InterviewInput(
        **{
            "participant": interview.participant,
            "guide": interview.guide,
            "interviewer": interview.interviewer,
            "held_on": interview.held_on,
            **changes,
        }
    )


def test_a_corrected_interview_stores_every_value(
    consultant: User, second_consultant: User
) -> None:
    interview, other = make.interview(by=consultant), make.interview(by=consultant)
    values = values_of(
        interview,
        participant=make.participant(by=consultant),
        guide=make.guide(by=consultant, title="Officers"),
        interviewer=second_consultant,
        held_on=interview.held_on - timedelta(days=1),
        mode=InterviewMode.PHONE,
        place=PlaceKind.NONE,
    )
    amend_interview(interview=interview, revision=1, values=values, by=consultant)
    stored = Interview.objects.get(pk=interview.pk)
    assert {name: getattr(stored, name) for name in vars(values)} == vars(values)
    assert stored.revision == 2
    other.refresh_from_db()
    assert (other.interviewer, other.revision) == (consultant, 1)


def test_the_guide_stays_once_answers_are_logged_and_the_day_once_it_was_held(
    consultant: User,
) -> None:
    interview = make.held_interview(by=consultant)
    make.answer(interview=interview, text="They were polite.", by=consultant)
    interview.refresh_from_db()
    for changes, words in (
        ({"guide": make.guide(by=consultant, title="Officers")}, "can no longer be changed"),
        ({"held_on": clock.today() + timedelta(days=1)}, "cannot be in the future"),
    ):
        with pytest.raises(Refused, match=words):
            amend_interview(
                interview=interview,
                revision=interview.revision,
                values=values_of(interview, **changes),
                by=consultant,
            )
    other = make.guide(by=consultant, title="Shop owners")
    blank, emptied = make.interview(by=consultant), make.interview(by=consultant)
    make.answer(interview=emptied, text="Typed by mistake.", by=consultant)
    make.answer(interview=emptied, text="", by=consultant)
    for free in (blank, emptied):
        values = values_of(free, guide=other)
        amend_interview(interview=free, revision=1, values=values, by=consultant)
        assert Interview.objects.get(pk=free.pk).guide == other


def test_an_interview_with_somebody_not_asked_says_so_and_leads_to_the_consent(
    as_: SignIn, consultant: User
) -> None:
    silent = field.recruit(by=consultant)
    interview = make.interview(by=consultant, participant=silent)
    address = reverse("findings:participant_edit", args=[silent.pk])
    for name in ("interview_log", "interview_detail"):
        shown = page_text(as_(consultant), name, interview.pk)
        assert "has not been asked about being quoted" in shown
        assert address in shown
    asked = make.interview(by=consultant)
    assert "has not been asked" not in page_text(as_(consultant), "interview_log", asked.pk)


def test_a_withdrawn_interview_is_quoted_nowhere(
    consultant: User, second_consultant: User, lead: User
) -> None:
    quote = make.excerpt(by=consultant)
    interview = make.heard(quote)
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    withdraw_interview(
        interview=interview, revision=interview.revision, reason="Wrong person.", by=consultant
    )
    finding.refresh_from_db()
    link = finding.links.get()
    assert not link.is_quoted
    assert finding.state == "in_review"
    with pytest.raises(Refused, match="This interview has been withdrawn"):
        mark_excerpt(source=quote.source, words="Well.", by=consultant)
    with pytest.raises(Refused, match="This interview has been withdrawn"):
        amend_evidence(
            link=link, revision=link.revision, stance=link.stance, note="", is_quoted=True,
            by=consultant,
        )  # fmt: skip
    assert not can_be_released(Excerpt.objects.for_pages().get(pk=quote.pk))


def test_a_withdrawn_interview_offers_nothing_to_change(as_: SignIn, consultant: User) -> None:
    interview = make.held_interview(by=consultant)
    address = reverse("findings:interview_edit", args=[interview.pk])
    assert address in page_text(as_(consultant), "interview_detail", interview.pk)
    withdraw_interview(
        interview=interview, revision=interview.revision, reason="Wrong person.", by=consultant
    )
    assert address not in page_text(as_(consultant), "interview_detail", interview.pk)


def test_a_button_pressed_on_an_old_page_speaks_of_no_text(as_: SignIn, consultant: User) -> None:
    interview = make.held_interview(by=consultant)
    address = reverse("findings:interview_move", args=[interview.pk])
    sent: dict[str, Any] = {"revision": interview.revision, "to": "written_up"}
    client = as_(consultant)
    assert client.post(address, sent).status_code == 302
    page = client.post(address, sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert "so nothing was done. Read it again before you press the button." in text
    assert "Your text is below" not in text
    interview.refresh_from_db()
    assert (interview.state, interview.revision) == ("written_up", sent["revision"] + 1)


def test_a_new_interview_is_planned_until_somebody_marks_it(as_: SignIn, consultant: User) -> None:
    interview, client = make.interview(by=consultant), as_(consultant)
    planned = "This interview is planned and not counted yet."
    for name in ("interview_detail", "interview_log"):
        page = page_text(client, name, interview.pk)
        assert planned in page
        assert "press “Mark as held”" in page
    change_interview_state(
        interview=interview, revision=interview.revision, to=InterviewState.HELD, by=consultant
    )
    assert planned not in page_text(client, "interview_detail", interview.pk)


def test_consent_is_asked_before_the_interview_only_while_it_has_not_begun(
    as_: SignIn, consultant: User
) -> None:
    unasked = field.recruit(by=consultant)
    interview, client = make.interview(by=consultant, participant=unasked), as_(consultant)
    for name in ("interview_detail", "interview_log"):
        assert "</a> before the interview." in page_text(client, name, interview.pk)
    make.answer(interview=interview, text="Ten years.", by=consultant)
    for name in ("interview_detail", "interview_log"):
        page = page_text(client, name, interview.pk)
        assert "before the interview" not in page
        assert "Until then, nothing can be quoted." in page


def test_an_interview_of_a_day_to_come_is_not_held_yet(consultant: User) -> None:
    planned = make.interview(by=consultant, held_on=clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="Correct its date first"):
        change_interview_state(interview=planned, revision=1, to=InterviewState.HELD, by=consultant)
    planned.refresh_from_db()
    assert planned.state == InterviewState.PLANNED
