"""Tests of what changes of a survey store, and that other surveys stay as they are."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.citable.records import Stale
from clayton_review.jobs.models import Job
from clayton_review.refusals import Refused
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.box_size import box_bytes
from surveys.fielding.actions.gap import announce_gap
from surveys.fielding.actions.questionnaire import publish_questionnaire
from surveys.fielding.actions.status import close_survey, open_survey
from surveys.fielding.actions.surveys import create_survey, edit_survey, record_dispositions
from surveys.survey.models import DispositionKind, SampleKind, Survey, SurveyStatus
from surveys.survey.selectors import announced_gap, offered_surveys, published_survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
DAYS = (date(2019, 1, 7), date(2019, 2, 1))


def payloads(verb: str) -> list[dict[str, object]]:
    return [json.loads(a.payload) for a in AuditEntry.objects.filter(verb=verb).order_by("id")]


@pytest.fixture(autouse=True)
def other(lead: User) -> Iterator[Survey]:
    """An open survey that nothing here changes."""
    survey = factories.open_survey(by=lead, slug="other", sample=SampleKind.OPT_IN)
    before = Survey.objects.filter(pk=survey.pk).values().get()
    yield survey
    assert Survey.objects.filter(pk=survey.pk).values().get() == before
    assert not survey.dispositions.exists()


def test_a_survey_is_created_once_with_its_values(consultant: User) -> None:
    values = replace(factories.values(n_invited=7), opens_on=DAYS[0], closes_on=DAYS[1])
    key = uuid4()
    for _ in range(2):
        create_survey(record_id=key, values=values, by=consultant)
    stored = Survey.objects.get(pk=key)
    assert {name: getattr(stored, name) for name in asdict(values)} == asdict(values)
    assert payloads("created")[1:] == [{"slug": values.slug}]
    with pytest.raises(Refused, match="already saved"):
        create_survey(record_id=key, values=replace(values, title="Other"), by=consultant)


def test_an_edit_stores_every_value(consultant: User) -> None:
    survey = factories.draft_survey(by=consultant)
    values = replace(
        factories.values(slug="renamed", sample=SampleKind.OPT_IN, n_invited=7, population_size=9),
        title="New", population="All", opens_on=DAYS[0], closes_on=DAYS[1],
    )  # fmt: skip
    edit_survey(survey=survey, values=values, revision=survey.revision, by=consultant)
    stored = Survey.objects.get(pk=survey.pk)
    assert {name: getattr(stored, name) for name in asdict(values)} == asdict(values)
    assert stored.revision == survey.revision + 1
    with pytest.raises(Stale):
        edit_survey(survey=survey, values=values, revision=survey.revision, by=consultant)
    assert len(payloads("edited")) == 1


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        ({"title": "New"}, False),
        ({"n_invited": 40}, False),
        ({"slug": "renamed"}, True),
        ({"sample": SampleKind.OPT_IN}, True),
    ],
)
def test_address_and_sample_of_an_open_survey_stay(
    lead: User, changes: dict[str, str], is_refused: bool
) -> None:
    survey = factories.open_survey(by=lead)
    values = replace(factories.values(), **changes)  # type: ignore[arg-type]
    change: Callable[[], Survey] = lambda: edit_survey(  # noqa: E731
        survey=survey, values=values, revision=survey.revision, by=lead
    )
    if is_refused:
        with pytest.raises(Refused, match="cannot be changed"):
            change()
    else:
        change()
    stored = Survey.objects.get(pk=survey.pk)
    assert stored.revision == survey.revision + (not is_refused)
    changed = {name: getattr(stored, name) == value for name, value in changes.items()}
    assert set(changed.values()) == {not is_refused}


@pytest.mark.parametrize(
    ("n_refusals", "n_invited", "is_refused"), [(50, 60, False), (10, 20, False), (11, 20, True)]
)
def test_dispositions_are_stored_and_replaced(
    consultant: User, n_refusals: int, n_invited: int, is_refused: bool
) -> None:
    survey = factories.draft_survey(by=consultant)
    first = {DispositionKind.REFUSAL: 1, DispositionKind.NONCONTACT: 2}
    survey = record_dispositions(
        survey=survey, counts=first, n_invited=5, revision=survey.revision, by=consultant,
        eligibility=Decimal("0.5000"), eligibility_source="The post office.",
    )  # fmt: skip
    stored = Survey.objects.get(pk=survey.pk)
    assert (stored.n_invited, stored.eligibility) == (5, Decimal("0.5"))
    assert stored.eligibility_source == "The post office."
    counts = {DispositionKind.REFUSAL: n_refusals, DispositionKind.NONCONTACT: 10}
    if is_refused:
        with pytest.raises(Refused, match="add up to more"):
            record_dispositions(
                survey=survey, counts=counts, n_invited=n_invited, revision=survey.revision,
                by=consultant,
            )  # fmt: skip
        counts = first
    else:
        record_dispositions(
            survey=survey, counts=counts, n_invited=n_invited, revision=survey.revision,
            by=consultant,
        )  # fmt: skip
        stored = Survey.objects.get(pk=survey.pk)
        assert (stored.n_invited, stored.eligibility) == (n_invited, None)
        assert (stored.eligibility_source, stored.revision) == ("", survey.revision + 1)
        assert payloads("amended the dispositions")[1:] == [
            {"invited": n_invited, "counts": {k.value: n for k, n in counts.items()},
             "eligibility": ""}
        ]  # fmt: skip
    assert dict(survey.dispositions.values_list("kind", "n")) == counts
    assert payloads("amended the dispositions")[0]["eligibility"] == "0.5000"


def test_opening_and_closing_store_their_state(lead: User) -> None:
    survey = factories.draft_survey(by=lead)
    publish_questionnaire(survey=survey, by=lead)
    survey.refresh_from_db()
    open_survey(survey=survey, by=lead)
    stored = Survey.objects.select_related("version").get(pk=survey.pk)
    assert (stored.status, stored.revision) == (SurveyStatus.OPEN, survey.revision + 1)
    assert stored.version is not None
    assert (stored.box_bytes, stored.closed_on) == (box_bytes(stored.version.questionnaire), None)
    assert not Job.objects.filter(name=OPENING_JOB).exists()
    close_survey(survey=survey, by=lead)
    stored = Survey.objects.get(pk=survey.pk)
    assert (stored.status, stored.revision) == (SurveyStatus.CLOSED, survey.revision + 2)
    assert stored.closed_on == clock.today()
    assert [job.key for job in Job.objects.filter(name=OPENING_JOB)] == [str(survey.pk)]


@pytest.mark.parametrize(
    ("first", "last", "until", "is_refused"),
    [
        (-3, -1, 0, False),
        (-1, -1, 5, False),
        (0, 0, 0, False),
        (-1, -2, 0, True),
        (-1, 1, 5, True),
        (-2, -1, -1, True),
    ],
)
def test_a_gap_is_announced_for_days_that_can_be(
    lead: User, first: int, last: int, until: int, is_refused: bool
) -> None:
    survey = factories.open_survey(by=lead)
    today = clock.today()
    days = [today + timedelta(days=n) for n in (first, last, until)]
    try:
        announce_gap(survey=survey, first=days[0], last=days[1], until=days[2], by=lead)
    except Refused:
        assert is_refused
        assert announced_gap(Survey.objects.get(pk=survey.pk)) is None
        return
    assert not is_refused
    stored = Survey.objects.get(pk=survey.pk)
    assert [stored.gap_first, stored.gap_last, stored.gap_shown_until] == days
    for n, is_shown in ((0, True), (1, False)):
        with clock.at(clock.now() + (days[2] - today) + timedelta(days=n)):
            gap = announced_gap(stored)
            assert (gap is not None) == is_shown
            assert gap is None or [gap.first, gap.last] == days[:2]


def test_open_surveys_are_offered_newest_first(lead: User, other: Survey) -> None:
    factories.draft_survey(by=lead, slug="draft")
    mailed = factories.open_survey(by=lead, slug="mailed")
    closed = factories.open_survey(by=lead, slug="closed")
    close_survey(survey=closed, by=lead)
    offered = offered_surveys("en")
    assert [(row.slug, row.has_codes, row.mailed_closed_on) for row in offered] == [
        ("mailed", True, None), ("other", False, None),
    ]  # fmt: skip
    assert (offered[0].title, offered[0].minutes) == ("Safety and respect in Clayton", "5")
    assert offered_surveys("es")[0].title == "Seguridad y respeto en Clayton"
    close_survey(survey=mailed, by=lead)
    earlier = clock.today() - timedelta(days=9)
    Survey.objects.filter(pk=closed.pk).update(closed_on=earlier)
    [row] = offered_surveys("en")
    assert (row.slug, row.mailed_closed_on) == ("other", clock.today())


def test_a_published_survey_has_the_values_of_its_row(lead: User, other: Survey) -> None:
    survey = factories.open_survey(by=lead)
    Survey.objects.filter(pk=survey.pk).update(opens_on=DAYS[0], closes_on=DAYS[1])
    shown = published_survey(survey.slug)
    assert shown is not None
    assert (shown.survey_id, shown.version_id) == (survey.pk, survey.version_id)
    assert (shown.opens_on, shown.closes_on, shown.closed_on) == (*DAYS, None)
    assert (shown.status, shown.has_codes) == (SurveyStatus.OPEN, True)
    assert (shown.has_issued_results, shown.is_never_opened, shown.gap) == (False, False, None)
    beside = published_survey("other")
    assert beside is not None
    assert (beside.survey_id, beside.has_codes) == (other.pk, False)
    factories.draft_survey(by=lead, slug="draft")
    for unknown in ("draft", "nothing"):
        assert published_survey(unknown) is None
