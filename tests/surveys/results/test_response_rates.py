"""The page of all response rates: what was counted, each rate by hand, e, and what is not said."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.audit.models import AuditEntry
from clayton_review.refusals import Refused
from surveys.analysis.selectors.columns import read_columns
from surveys.fielding.actions.status import close_survey
from surveys.fielding.actions.surveys import record_dispositions
from surveys.fielding.forms.survey import DispositionsForm
from surveys.results.selectors.outcomes import count_outcomes
from surveys.survey.models import DispositionKind, SampleKind, Survey
from tests.surveys import factories

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PAGE = "/surveys/residents-2018/response/"
FORM = "/surveys/residents-2018/dispositions/"
NOTED = {
    DispositionKind.REFUSAL: 100,
    DispositionKind.NONCONTACT: 200,
    DispositionKind.OTHER: 50,
    DispositionKind.UNKNOWN_HOUSEHOLD: 300,
    DispositionKind.UNKNOWN_OTHER: 50,
    DispositionKind.NOT_ELIGIBLE: 100,
}


def answered(
    by: User, *, n_invited: int = 1_000, sample: SampleKind = SampleKind.PROBABILITY
) -> Survey:
    """Of 100 sheets of a closed survey 80 are complete, 12 half so, 8 have no closed answer."""
    survey = factories.open_survey(by=by, n_invited=n_invited, sample=sample)
    counts = ((80, "4", "no"), (12, None, "no"), (8, None, None))
    factories.answered(
        survey,
        [
            {"feel_safe": safe, "stopped": stopped, "story": None}
            for n, safe, stopped in counts
            for _ in range(n)
        ],
    )
    return close_survey(survey=survey, by=by)


def note(survey: Survey, by: User, counts: dict[DispositionKind, int], **fields: Any) -> None:
    survey.refresh_from_db()
    record_dispositions(
        survey=survey, counts=counts, n_invited=1_000, revision=survey.revision, by=by, **fields
    )


def rates(browser: Client) -> dict[str, tuple[str, ...]]:
    """Numerator, denominator, percent and reason of each rate, as downloaded."""
    text = browser.get(f"{PAGE}?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    names = ("Numerator", "Denominator", "Percent", "Undefined, because")
    return {row["Rate"]: tuple(row[name] for name in names) for row in rows}


def read(browser: Client, address: str = PAGE) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_four_of_five_answers_make_a_sheet_complete(lead: User) -> None:
    survey = factories.open_survey(by=lead, notation=factories.long_notation(5), n_invited=200)
    sheets: list[dict[str, Any]] = [
        {f"q{number}": "4" if number < n_answered else None for number in range(5)}
        for n_answered in (4, 3)
        for _ in range(50 + n_answered)
    ]
    factories.answered(survey, sheets)
    survey = close_survey(survey=survey, by=lead)
    outcomes = count_outcomes(survey, read_columns(survey))
    assert (outcomes.complete, outcomes.partial) == (54, 53)


def test_every_rate_is_the_one_computed_by_hand(
    as_: As, consultant: User, django_assert_max_num_queries: Any
) -> None:
    survey = answered(consultant)
    note(survey, consultant, NOTED)
    browser = as_(consultant)
    rates_shown = rates(browser)
    # Known: 92 + (108 + 200 + 50) = 450; unknown: 300 + 100 not accounted for + 50; e = 450/550.
    assert rates_shown["RR1"] == ("80", "900", "8.9", "")
    assert rates_shown["RR2"] == ("92", "900", "10.2", "")
    assert rates_shown["RR3"] == ("80", "818.2", "9.8", "")
    assert rates_shown["RR6"] == ("92", "450", "20.4", "")
    assert rates_shown["COOP1"] == ("80", "250", "32.0", "")
    assert rates_shown["COOP4"] == ("92", "200", "46.0", "")
    assert rates_shown["REF1"] == ("108", "900", "12.0", "")
    assert rates_shown["CON3"] == ("250", "450", "55.6", "")
    assert len(rates_shown) == 16
    with django_assert_max_num_queries(9):
        page = read(browser)
    assert "<h1>The response rate is 8.9% (AAPOR RR1)</h1>" in page
    assert "100 noted by the team, 8 sheets below 50%" in page
    assert "300 noted by the team, 100 not accounted for" in page
    assert "e(UH+UO) = 0.8182 × 450 = 368.2" in page
    # Of 92 answers, without weights, of 13,000: 1.96 √(.25/92 · 12,908/12,999) = 10.2 points.
    assert "±10.2 points" in page
    assert "13,000, with the finite population correction" in page
    for link in ("/surveys/residents-2018/", "/surveys/residents-2018/methodology/"):
        assert f'href="{PAGE}"' in read(browser, link)


def test_an_e_that_is_given_counts_with_its_source_and_goes_again(
    as_: As, consultant: User
) -> None:
    survey, browser = answered(consultant), as_(consultant)
    sent = {kind.value: n for kind, n in NOTED.items()} | {"n_invited": 1_000}
    fields = {"eligibility": "0.5", "eligibility_source": "County assessor, 2018"}
    assert browser.post(FORM, sent | fields | {"revision": survey.revision}).status_code == 302
    assert rates(browser)["RR3"][:3] == ("80", "675", "11.9")  # 450 + .5 · 450
    assert "given: County assessor, 2018." in read(browser)
    assert 'value="0.5000"' in read(browser, FORM)
    last = AuditEntry.objects.last()
    assert last is not None
    assert '"eligibility": "0.5"' in last.payload
    survey.refresh_from_db()
    assert browser.post(FORM, sent | {"revision": survey.revision}).status_code == 302
    assert rates(browser)["RR3"][1] == "818.2"


def test_without_any_case_known_not_to_be_eligible_e_is_not_invented(
    as_: As, consultant: User
) -> None:
    survey, browser = answered(consultant), as_(consultant)
    note(survey, consultant, NOTED | {DispositionKind.NOT_ELIGIBLE: 0})
    rates_shown = rates(browser)
    undefined = [name for name, row in rates_shown.items() if row[2] == ""]
    assert undefined == ["RR3", "RR4", "REF2", "CON2"]
    assert rates_shown["RR3"][3] == "it needs e, which is not known"
    assert read(browser).count("undefined, because it needs e, which is not known") == 4
    assert "no one entered it with a source" in read(browser)


def test_a_sample_that_chose_itself_has_no_rate(as_: As, consultant: User) -> None:
    answered(consultant, sample=SampleKind.OPT_IN)
    browser = as_(consultant)
    for address in (PAGE, f"{PAGE}?format=csv"):
        page = read(browser, address)
        assert "not a probability sample" in page
        assert "American Association for Public Opinion Research" in page
        assert not any(word in page for word in ("(RR1)", "RR3", "±", "COOP1"))


def test_before_there_is_anything_to_count_the_page_says_what_to_do(
    as_: As, consultant: User
) -> None:
    factories.draft_survey(by=consultant)
    browser = as_(consultant)
    assert "Enter how many invitations were sent" in read(browser)
    Survey.objects.update(n_invited=1_000)
    assert "counted when the survey closes" in read(browser, f"{PAGE}?format=csv&e=x")
    assert browser.get("/surveys/nothing/response/").status_code == 404


def test_more_cases_than_invitations_are_pointed_out(as_: As, consultant: User) -> None:
    answered(consultant, n_invited=90)
    assert "100 cases are counted, but only 90 invitations were sent" in read(as_(consultant))


@pytest.mark.parametrize(
    ("share", "source", "message"),
    [
        ("0.5", "", "Say where the share comes from."),
        ("", "County", "Enter the share that this source gives."),
        ("1.01", "County", "Enter a share from 0 to 1"),
        ("-0.1", "County", "Enter 0 or more."),
        ("NaN", "County", "Enter a number."),
        ("0.12345", "County", "4 digits after the decimal point"),
        ("0.5", "x" * 301, "Shorten this to 300 characters"),
    ],
)
def test_an_e_that_cannot_be_is_explained_beside_the_field(
    share: str, source: str, message: str
) -> None:
    counts = {kind.value: 0 for kind in DispositionKind} | {"n_invited": 10, "revision": 0}
    form = DispositionsForm({**counts, "eligibility": share, "eligibility_source": source})
    assert not form.is_valid()
    response = [*form.errors.get("eligibility", []), *form.errors.get("eligibility_source", [])]
    assert message in " ".join(map(str, response))


@pytest.mark.parametrize(
    ("share", "source"), [("0.5", ""), (None, "County"), ("1.5", "County"), ("-1", "County")]
)
def test_the_action_itself_takes_no_half_of_an_e(
    consultant: User, share: str | None, source: str
) -> None:
    survey = factories.draft_survey(by=consultant)
    with pytest.raises(Refused, match="share of eligible cases"):
        note(
            survey,
            consultant,
            {},
            eligibility=None if share is None else Decimal(share),
            eligibility_source=source,
        )
