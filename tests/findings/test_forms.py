"""What the pages ask before they act: consent with its day, a day ahead, a thread that was read."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.refusals import Refused
from findings.coding.models.sources import Consent
from findings.conclusions.actions.comments import comment
from findings.conclusions.actions.findings import edit_finding
from findings.conclusions.actions.release import release_finding
from findings.conclusions.forms.findings import SignForm
from findings.conclusions.inputs import CommentInput
from findings.conclusions.models.findings import Finding, FindingState
from findings.conclusions.selectors.versions import history
from findings.interviews.models.participants import Participant
from findings.recommendations.actions.recommendations import (
    edit_recommendation,
    write_recommendation,
)
from findings.recommendations.models.recommendations import Recommendation
from tests.findings import factories as make
from tests.findings import field_factories as field

SignIn = Callable[[User], Client]


def text(client: Client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(f"findings:{name}", args=args), query).content.decode()


def participant(**changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "record_id": uuid.uuid4(), "group": "resident", "language": "en",
        "consent": Consent.GROUP_LABEL, "consent_how": "spoken",
        "consent_on": f"{clock.today():%m/%d/%Y}",
    }  # fmt: skip
    return {**facts, **changes}


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        ("consent_how", "Choose how the consent was given."),
        ("consent_on", "Enter the date the consent was given."),
    ],
)
def test_a_consent_is_recorded_with_its_way_and_its_day(
    as_: SignIn, consultant: User, empty: str, words: str
) -> None:
    client = as_(consultant)
    refused = client.post(reverse("findings:participant_create"), participant(**{empty: ""}))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not Participant.objects.exists()
    assert client.post(reverse("findings:participant_create"), participant()).status_code == 302
    assert Participant.objects.get().consent_how == "spoken"


def test_who_was_not_asked_has_no_day_though_today_is_proposed(
    as_: SignIn, consultant: User
) -> None:
    client = as_(consultant)
    assert f'value="{clock.today():%m/%d/%Y}"' in text(client, "participant_create")
    sent = participant(consent=Consent.NOT_ASKED, consent_how="")
    assert client.post(reverse("findings:participant_create"), sent).status_code == 302
    made = Participant.objects.get()
    assert made.consent_on is None
    assert f'value="{clock.today():%m/%d/%Y}"' in text(client, "participant_edit", made.pk)


def test_an_old_consent_without_its_way_can_still_be_changed_elsewhere(
    as_: SignIn, consultant: User
) -> None:
    old = make.participant(by=consultant)
    sent = participant(revision=1, consent_how="", accommodation="Ground floor")
    url = reverse("findings:participant_edit", args=[old.pk])
    assert as_(consultant).post(url, sent).status_code == 302
    old.refresh_from_db()
    assert old.accommodation == "Ground floor"


def test_an_interview_with_somebody_not_asked_says_so_and_leads_to_the_consent(
    as_: SignIn, consultant: User
) -> None:
    silent = field.recruit(by=consultant)
    interview = make.interview(by=consultant, participant=silent)
    address = reverse("findings:participant_edit", args=[silent.pk])
    for name in ("interview_log", "interview_detail"):
        shown = text(as_(consultant), name, interview.pk)
        assert "has not been asked about being quoted" in shown
        assert address in shown
    asked = make.interview(by=consultant)
    assert "has not been asked" not in text(as_(consultant), "interview_log", asked.pk)


def test_a_slot_is_looked_for_and_booked_for_one_participant(as_: SignIn, consultant: User) -> None:
    busy = field.booked(by=consultant).participant
    open_slot = field.slot(by=consultant, starts_at=clock.now() + timedelta(days=9))
    wanted = field.recruit(by=consultant)
    client = as_(consultant)
    assert f"for={wanted.pk}" in text(client, "participant_detail", wanted.pk)
    listed = text(client, "slot_list", **{"for": str(wanted.pk)})
    booking = f"{reverse('findings:slot_book', args=[open_slot.pk])}?participant={wanted.pk}"
    assert booking in listed
    assert "Choose an open slot for" in listed
    assert f'<input type="hidden" name="for" value="{wanted.pk}">' in listed
    narrowed = text(client, "slot_list", **{"for": str(wanted.pk), "state": "open"})
    assert f'<a href="?for={wanted.pk}">Clear</a>' in narrowed
    assert booking in narrowed
    nobodys = text(client, "slot_list", **{"for": "nobody", "state": "open"})
    assert booking not in nobodys
    assert '<a href="?">Clear</a>' in nobodys
    form = client.get(booking).content.decode()
    assert f'value="{wanted.pk}" selected' in form
    assert busy is not None
    assert form.index(str(wanted.pk)) < form.index(str(busy.pk)), "without an appointment first"


@pytest.fixture
def waiting(consultant: User) -> Finding:
    return make.submitted(by=consultant)


def sign(client: Client, finding: Finding, **sent: object) -> int:
    url = reverse("findings:finding_sign", args=[finding.reference])
    return client.post(url, {"revision": finding.revision, **sent}).status_code


def test_only_who_says_to_have_read_the_evidence_signs(
    as_: SignIn, waiting: Finding, second_consultant: User
) -> None:
    client = as_(second_consultant)
    shown = text(client, "finding_detail", waiting.reference)
    assert shown.index('id="stands"') < shown.index("Sign this finding")
    assert sign(client, waiting) == 422
    waiting.refresh_from_db()
    assert waiting.state == FindingState.IN_REVIEW
    assert sign(client, waiting, has_read="on") == 302
    waiting.refresh_from_db()
    assert waiting.state == FindingState.APPROVED


def test_sabotage_without_the_tick_one_press_would_sign(
    as_: SignIn, waiting: Finding, second_consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignForm.base_fields["has_read"], "required", False)
    assert sign(as_(second_consultant), waiting) == 302


def test_a_draft_is_sent_to_review_once_it_is_complete(as_: SignIn, consultant: User) -> None:
    draft = make.finding(by=consultant)
    shown = text(as_(consultant), "finding_detail", draft.reference)
    assert "Before you can send it to review, add: supporting evidence." in shown
    assert "Send to review" not in shown
    make.link(finding=draft, by=consultant)
    assert "Send to review" in text(as_(consultant), "finding_detail", draft.reference)
    assert "(required before review)" in text(as_(consultant), "finding_create")


def test_a_finding_with_open_comments_waits_for_them(
    as_: SignIn, waiting: Finding, consultant: User, second_consultant: User
) -> None:
    client = as_(second_consultant)
    assert "needs a signature" in text(client, "finding_list")
    facts = CommentInput("How do we know?")
    comment(record_id=uuid.uuid4(), subject=waiting, facts=facts, by=consultant)
    listed = text(client, "finding_list")
    assert "waiting for 1 comment to be resolved" in listed
    assert "In review, waiting for 1 comment" in listed
    assert "needs a signature" not in listed


def test_a_released_finding_tells_the_day_of_its_release(
    as_: SignIn, consultant: User, second_consultant: User, lead: User
) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        made = make.approved(by=consultant, signer=second_consultant)
    with clock.at(clock.now() - timedelta(days=10)):
        release_finding(finding=made, revision=made.revision, by=lead)
    out = clock.local(clock.now() - timedelta(days=10))
    shown = text(as_(consultant), "finding_detail", made.reference)
    assert f"released {out:%B} {out.day}, {out.year}" in shown
    assert f'href="/found/{made.reference}/"' in shown


def over(client: Client, name: str, record: Finding | Recommendation, **sent: object) -> str:
    """Save a form that was opened at the first revision, and once more over what is stored."""
    url = reverse(f"findings:{name}_edit", args=[record.reference])
    refused = client.post(url, {"revision": 1, "why": "", **sent})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'name="is_over" value="on"' in page
    record.refresh_from_db()
    again = {"revision": record.revision, "why": "", "is_over": "on", **sent}
    assert client.post(url, again).status_code == 302
    return page


def test_a_save_over_another_is_a_version_of_its_own(as_: SignIn, consultant: User) -> None:
    """Also when both were typed in one sitting under one name, as in two windows."""
    finding = make.finding(by=consultant)
    facts = replace(make.FINDING, effect="Their words.")
    edit_finding(finding=finding, revision=1, facts=facts, by=consultant)
    over(as_(consultant), "finding", finding, **{**finding.text(), "effect": "My words."})
    told = history(finding, consultant)
    assert len(told) == 3
    assert told[0].why.startswith("Saved over")
    changes = as_(consultant).get(f"/findings/{finding.reference}/changes/").content.decode()
    assert "Their words" in changes


def test_sabotage_without_a_reason_the_words_between_would_vanish(consultant: User) -> None:
    finding = make.finding(by=consultant)
    for n, words in enumerate(("Their words.", "My words."), 1):
        facts = replace(make.FINDING, effect=words)
        edit_finding(finding=finding, revision=n, facts=facts, by=consultant)
    assert len(history(finding, consultant)) == 2


def test_a_due_date_lies_ahead_when_it_is_set(as_: SignIn, consultant: User) -> None:
    past = replace(make.RECOMMENDATION, due_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="That date has passed"):
        write_recommendation(
            record_id=uuid.uuid4(), facts=past, findings=[make.finding(by=consultant)],
            by=consultant,
        )  # fmt: skip
    with clock.at(clock.now() - timedelta(days=30)):
        made = make.recommendation(by=consultant, facts=past)
        found = list(made.findings.all())
    same = replace(past, owner="Chief’s office")
    made = edit_recommendation(
        recommendation=made, revision=1, facts=same, findings=found, by=consultant
    )
    earlier = replace(past, due_on=clock.today() - timedelta(days=2))
    with pytest.raises(Refused, match="That date has passed"):
        edit_recommendation(
            recommendation=made, revision=2, facts=earlier, findings=found, by=consultant
        )


def test_what_is_not_issued_is_never_overdue(as_: SignIn, consultant: User) -> None:
    with clock.at(clock.now() - timedelta(days=30)):
        facts = replace(make.RECOMMENDATION, due_on=clock.today() + timedelta(days=1))
        made = make.recommendation(by=consultant, facts=facts)
    assert made.days_overdue(clock.today()) == 0
    assert not Recommendation.objects.overdue(clock.today()).exists()
    assert "Not issued" in text(as_(consultant), "finding_detail", made.findings.get().reference)
    listed = text(as_(consultant), "recommendation_list")
    assert "Not issued" in listed
    assert "Not issued, overdue" not in listed


def test_the_citys_page_keeps_its_header_when_a_report_is_refused(
    as_: SignIn, consultant: User, second_consultant: User, lead: User, city_staff: User
) -> None:
    made = make.issued(by=consultant, signer=second_consultant, lead=lead)
    Recommendation.objects.update(due_on=clock.today() - timedelta(days=46))
    client = as_(city_staff)
    url = reverse("findings:progress_report", args=[made.reference])
    refused = client.post(url, {"revision": made.revision, "record_id": uuid.uuid4()})
    shown = refused.content.decode()
    assert refused.status_code == 422
    needed = "(required to report it as implemented)"
    said = (made.text, made.measure_of_done, "46 days overdue", "Choose the current status.")
    for words in (*said, needed):
        assert words in shown
    answer = reverse("findings:progress_respond", args=[made.reference])
    assert "Does the city concur? Choose the city’s response." in (
        client.post(answer, {"revision": made.revision}).content.decode()
    )


def test_what_cannot_be_undone_looks_so(as_: SignIn, consultant: User) -> None:
    made = make.finding(by=consultant)
    grave = text(as_(consultant), "finding_withdraw", made.reference)
    plain = text(as_(consultant), "finding_edit", made.reference)
    assert 'class="notice attention"' in grave
    assert 'class="button danger"' in grave
    assert "button danger" not in plain
