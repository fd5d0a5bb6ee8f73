"""Tests of field activities: counts that do not add up, notes that are quoted, release rules."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.citable.records import Stale
from clayton_review.figures import Audience, Scope
from clayton_review.refusals import Refused
from findings.coding.actions.excerpts import set_speaker_group
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.coding.selectors.quote_release import large_groups, release_status
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.selectors.public_finding import public_finding
from findings.fieldwork.actions.activities import withdraw_activity, write_notes
from findings.fieldwork.inputs import AttendanceInput, PrintedShare
from findings.fieldwork.models.activities import Attendance, FieldActivity
from findings.fieldwork.selectors.attendance import attendance_summary
from findings.interviews.actions.interviews import set_group_target
from tests.findings import factories as make
from tests.findings import field_factories as field
from tests.findings.pages import page_text

SignIn = Callable[[User], Client]
PRINTED = (PrintedShare("white", Decimal(58)), PrintedShare("people of color", Decimal(44)))
WORDS = "The street is mine too."


def test_shares_as_printed_are_kept_and_the_mismatch_is_told(consultant: User) -> None:
    activity = field.activity(
        by=consultant,
        turnout=AttendanceInput((("resident", 30), ("student", 5)), PRINTED),
        n_attended=39,
    )
    summary = attendance_summary(activity)
    assert (summary.by_group, summary.in_all, summary.printed_sum) == (35, 39, Decimal(102))
    assert summary.mismatches == (
        "The groups add up to 35, but the total stated is 39.",
        "The printed shares (58% white and 44% people of color) add up to "
        "102%. We keep them as printed.",
    )


def test_counts_that_add_up_are_not_remarked_on(consultant: User) -> None:
    activity = field.activity(
        by=consultant, turnout=AttendanceInput((("resident", 9),)), n_attended=9
    )
    assert attendance_summary(activity).mismatches == ()


def test_attendance_by_group_against_target(consultant: User) -> None:
    set_group_target(group="resident", target=10, attendance=90, by=consultant)
    field.activity(
        by=consultant, turnout=AttendanceInput((("resident", 34), ("officer", 2))), n_attended=40
    )
    field.activity(by=consultant, kind="ride_along", turnout=AttendanceInput((("officer", 7),)))
    team = figures.compute("findings.attendance", Scope(clock.now(), Audience.TEAM))
    assert team.table.rows == (("Resident", "34", "90"), ("Police officer", "2", ""))
    assert "add up to 36; the stated total is 40" in team.sentence
    public = figures.compute("findings.attendance", Scope(clock.now(), Audience.PUBLIC))
    assert public.table.rows == (("Resident", "30", "90"),)
    nothing = Scope(clock.now().replace(year=2017), Audience.TEAM)
    assert figures.compute("findings.attendance", nothing).title == "No meetings have been held yet"


def test_one_person_attended_is_said_of_one(as_: SignIn, consultant: User) -> None:
    for n, words in ((1, "1 person attended."), (2, "2 people attended.")):
        activity = field.activity(by=consultant, n_attended=n)
        assert words in page_text(as_(consultant), "activity_detail", activity.reference)


def test_a_meeting_without_a_total_counts_its_groups(consultant: User) -> None:
    field.activity(by=consultant, turnout=AttendanceInput((("resident", 1),)))
    team = figures.compute("findings.attendance", Scope(clock.now(), Audience.TEAM))
    assert team.title == "1 person came to 1 meeting"
    public = figures.compute("findings.attendance", Scope(clock.now(), Audience.PUBLIC))
    assert public.title == "Fewer than five people came to 1 meeting"


def test_notes_are_quoted_and_coded_like_answers(consultant: User) -> None:
    noted_activity = field.noted(
        by=consultant, text=f"> {WORDS} #contact/tone\nPlain. !ask the hosts"
    )
    cut = noted_activity.excerpts.get()
    assert (cut.text, cut.answer) == (WORDS, None)
    code = cut.codings.get().code
    assert (code.name, code.parent.name if code.parent else "") == ("tone", "contact")
    with pytest.raises(Stale):
        write_notes(activity=noted_activity, revision=1, text="Other.", by=consultant)
    assert noted_activity.versions.count() == 1


@pytest.mark.parametrize(
    ("n", "label"), [(4, "Without label: the group is too small"), (5, "As “student”")]
)
def test_a_group_is_named_only_from_five_people_on(n: int, label: str, consultant: User) -> None:
    activity = field.activity(by=consultant, turnout=AttendanceInput((("student", n),)))
    activity = field.noted(by=consultant, text=f"> {WORDS}", activity=activity)
    cut = activity.excerpts.get()
    assert release_status(cut, large_groups()) == "Without label: no group is recorded"
    set_speaker_group(excerpt=cut, group=SpeakerGroup.STUDENT, by=consultant)
    again = Excerpt.objects.for_pages().get()
    assert release_status(again, large_groups()) == label


def test_a_released_quote_of_a_dialogue_tells_no_place_and_no_reference(
    consultant: User, second_consultant: User, lead: User
) -> None:
    noted_activity = field.noted(by=consultant, text=f"> {WORDS} ((her name))")
    cut = noted_activity.excerpts.get()
    finding = make.released(by=consultant, signer=second_consultant, lead=lead, quote=cut)
    out = str(public_finding(finding))
    assert WORDS in out
    assert "field activities" in out
    for trace in (noted_activity.reference, noted_activity.title, "her name", consultant.name):
        assert trace not in out
    withdraw_activity(
        activity=noted_activity,
        revision=noted_activity.revision,
        reason="Held elsewhere.",
        by=consultant,
    )
    finding.refresh_from_db()
    assert not finding.links.get().is_quoted
    assert finding.state == "in_review"


def test_words_nobody_agreed_to_have_quoted_are_basis_only(consultant: User) -> None:
    activity = field.activity(by=consultant, consent=Consent.NOT_QUOTED)
    cut = field.noted(by=consultant, text=f"> {WORDS}", activity=activity).excerpts.get()
    with pytest.raises(Refused, match="did not consent"):
        make.link(
            finding=make.finding(by=consultant),
            by=consultant,
            source=EvidenceSource(excerpt=cut),
            is_quoted=True,
        )


def test_an_excerpt_is_cut_from_exactly_one_text(consultant: User) -> None:
    cut = make.excerpt(by=consultant)
    other = field.activity(by=consultant)
    for change in ({"activity": other}, {"answer": None}):
        with pytest.raises(IntegrityError, match="cut_from_one_text"), transaction.atomic():
            Excerpt.objects.filter(pk=cut.pk).update(**change)
    with pytest.raises(IntegrityError, match="has_a_group_already"), transaction.atomic():
        Excerpt.objects.filter(pk=cut.pk).update(speaker_group="officer")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kind": "party"}, "activity_kind_is_known"),
        ({"consent": "on_record"}, "activity_consent_is_known"),
        ({"minutes": 0}, "activity_takes_time"),
    ],
)
def test_constraints_of_activities(change: dict[str, Any], name: str, consultant: User) -> None:
    field.activity(by=consultant)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        FieldActivity.objects.update(**change)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"n": None}, "attendance_is_a_count_or_a_printed_share"),
        ({"percent": 3}, "attendance_is_a_count_or_a_printed_share"),
        ({"group": "spy"}, "attendance_group_is_known"),
    ],
)
def test_constraints_of_attendance(change: dict[str, Any], name: str, consultant: User) -> None:
    field.activity(by=consultant, turnout=AttendanceInput((("student", 4),)))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Attendance.objects.update(**change)


NULL, LONG, MARKUP = "\x00", "x" * 1_000_000, "<script>alert(1)</script>"
NOT_DATES = [MARKUP, NULL, LONG, "😀" * 300, "\u202eabc", "31/02/2019"]
NO_NULL = "Remove the invisible null characters from this text."
NO_DAY = "Enter a real date, for example 07/07/2018."
NO_MOMENT = "Enter a real date and time, for example 07/07/2018 1:05 AM."
SHORTEN = "Shorten this to {} characters; it has 1000000 now."
NO_NAME = "Start with a letter; use letters, digits and hyphens."
HOSTILE = [
    *(("/activities/new/", "held_on", typed, NO_DAY) for typed in NOT_DATES),
    *(("/activities/new/", "n_resident", typed, "Enter a whole number.") for typed in NOT_DATES),
    ("/activities/new/", "title", NULL, NO_NULL),
    ("/activities/new/", "title", LONG, SHORTEN.format("160")),
    *(("/slots/new/", "starts_at", typed, NO_MOMENT) for typed in NOT_DATES),
    *(("/slots/new/", "minutes", typed, "Enter a whole number.") for typed in NOT_DATES),
    *(("/contact/", "next_on", typed, NO_DAY) for typed in NOT_DATES),
    *(("/contact/", "made_at", typed, NO_MOMENT) for typed in NOT_DATES),
    ("/contact/", "note", NULL, NO_NULL),
    ("/contact/", "note", LONG, SHORTEN.format("2,000")),
    *(("/participants/new/", "consent_on", typed, NO_DAY) for typed in NOT_DATES),
    ("/participants/new/", "accommodation", NULL, NO_NULL),
    ("/participants/new/", "accommodation", LONG, SHORTEN.format("300")),
    *(("/codes/new/", "position", typed, "Enter a whole number.") for typed in NOT_DATES),
    *(("/codes/new/", "name", typed, NO_NAME) for typed in (MARKUP, "\u202eabc", "31/02/2019")),
    ("/codes/new/", "name", NULL, NO_NULL),
    ("/codes/new/", "name", LONG, SHORTEN.format("60")),
]


def complete_forms(by: User) -> dict[str, dict[str, Any]]:
    """Return a form for each page that is taken as it is."""
    tomorrow = f"{clock.today() + timedelta(days=1):%m/%d/%Y}"
    now = f"{clock.local(clock.now() - timedelta(minutes=2)):%m/%d/%Y %I:%M %p}"
    return {
        "/activities/new/": {
            "kind": "dialogue", "title": "At the library", "held_on": now[:10], "minutes": 90,
            "place": "public", "language": "en", "consent": "no_label", "n_resident": 12,
        },
        "/slots/new/": {
            "starts_at": f"{tomorrow} 10:00 AM", "minutes": 45, "interviewer": by.pk,
            "language": "es", "mode": "phone", "place": "none",
        },
        "/contact/": {
            "channel": "phone", "outcome": "reached", "made_at": now, "made_by": by.pk,
            "next_step": "Call again", "next_on": tomorrow,
        },
        "/participants/new/": {"group": "resident", "language": "en", "consent": "not_asked"},
        "/codes/new/": {"name": "trust"},
    }  # fmt: skip


def test_hostile_input_gets_a_sentence_beside_its_field(as_: SignIn, consultant: User) -> None:
    client, participant = as_(consultant), field.recruit(by=consultant)
    forms = complete_forms(consultant)
    for page, name, typed, sentence in HOSTILE:
        url = page.replace("/contact/", f"/participants/{participant.pk}/contact/")
        form = {**forms[page], "record_id": str(uuid.uuid4()), name: typed}
        response = client.post(url, form)
        assert response.status_code == 422, (page, name, typed[:20])
        assert response.context["form"].errors == {name: [sentence]}, (page, name, typed[:20])

    for page, form in forms.items():
        url = page.replace("/contact/", f"/participants/{participant.pk}/contact/")
        assert client.post(url, {**form, "record_id": str(uuid.uuid4())}).status_code == 302, page


def test_markup_in_a_title_is_shown_as_it_was_typed(as_: SignIn, consultant: User) -> None:
    client = as_(consultant)
    form = {**complete_forms(consultant)["/activities/new/"], "title": MARKUP}
    response = client.post("/activities/new/", {**form, "record_id": str(uuid.uuid4())})
    page = client.get(response["Location"]).content.decode()

    assert FieldActivity.objects.get().title == MARKUP
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert MARKUP not in page


@pytest.mark.parametrize("query", ["?code=nothing", "?by=x", "?group=spy", "?sort=odd"])
def test_senseless_queries_are_left_aside(query: str, as_: SignIn, consultant: User) -> None:
    make.excerpt(by=consultant)
    for page in ("/quotes/", "/slots/", "/contacts/log/", "/activities/", "/contacts/"):
        assert as_(consultant).get(f"{page}{query}").status_code == 200


def test_a_stale_form_of_an_activity_shows_both_texts(as_: SignIn, consultant: User) -> None:
    met = field.noted(by=consultant, text="What stands.")
    answer = as_(consultant).post(
        f"/activities/{met.reference}/notes/", {"revision": 1, "text": "What I typed."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "What stands." in page
    assert "What I typed." in page
