"""A scripted flood is slowed or marked, while people are all taken, wherever they write from.

What it cannot keep out is measured too: programs that do all that people do.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from clayton_review.accounts.models import User
from clayton_review.web.busy_networks import N_WITHOUT_WAIT
from surveys.survey.models import SampleKind
from tests.surveys import factories
from tests.surveys.answers import flood
from tests.surveys.answers.flood import Fetch, Outcome, Visit, visits

FLOOD, LIBRARY = "203.0.113.5", "198.51.100.20"
MONDAY = datetime.fromisoformat("2018-12-03T15:00:00+00:00")


@pytest.fixture
def survey(lead: User, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    factories.open_survey(by=lead, sample=SampleKind.OPT_IN, notation=flood.NOTATION)


def people(fetch: Fetch, homes: int, library: int, beside_the_flood: int) -> list[Visit]:
    return [
        *visits(flood.person, fetch, homes, lambda number: f"192.0.2.{number}"),
        *visits(flood.person, fetch, library, lambda number: LIBRARY),
        *visits(flood.person, fetch, beside_the_flood, lambda number: FLOOD),
    ]


def programs(fetch: Fetch, n: int, network: Callable[[int], str]) -> list[Visit]:
    """Return so many scripted visitors, of every kind in turn."""
    kinds = [visits(kind, fetch, n // len(flood.SCRIPTS), network) for kind in flood.SCRIPTS]
    return [visit for turn in zip(*kinds, strict=True) for visit in turn]


def n_unmarked(outcome: Outcome) -> int:
    return sum(outcome.unmarked[kind.__name__] for kind in flood.SCRIPTS)


@pytest.mark.django_db
def test_people_are_taken_while_a_flood_is_slowed_or_marked(survey: None) -> None:
    everyone = [
        *programs(flood.in_process, 40, lambda number: FLOOD),
        *people(flood.in_browser, homes=4, library=13, beside_the_flood=3),
    ]
    flood.in_virtual_time(MONDAY, everyone)
    outcome = flood.outcome()
    assert outcome.came_in("person") == 20
    assert outcome.marked["person"] == 0
    assert n_unmarked(outcome) == 0


@pytest.mark.django_db
def test_a_flood_from_many_networks_is_marked(survey: None) -> None:
    scripts = programs(flood.in_process, 16, lambda number: f"203.0.113.{number}")
    flood.in_virtual_time(MONDAY, scripts)
    outcome = flood.outcome()
    assert outcome.marked == {kind.__name__: 4 for kind in flood.SCRIPTS}
    assert not outcome.unmarked


@pytest.mark.django_db
def test_a_program_that_copies_a_browsers_headers_needs_another_sign(survey: None) -> None:
    scripts = programs(flood.in_browser, 16, lambda number: f"203.0.113.{number}")
    flood.in_virtual_time(MONDAY, scripts)
    outcome = flood.outcome()
    assert [outcome.marked[name] for name in ("direct", "whole", "straight")] == [4, 4, 4]
    assert outcome.unmarked == {"forged": 4}


@pytest.mark.django_db
def test_holding_many_tickets_at_once_brings_a_program_nothing(survey: None) -> None:
    minutes = 5
    everyone = [
        *visits(flood.hoarding, flood.in_process, 60, lambda _number: FLOOD),
        *people(flood.in_browser, homes=0, library=0, beside_the_flood=6),
    ]
    flood.in_virtual_time(MONDAY, everyone, until=60 * minutes)
    outcome = flood.outcome()
    assert outcome.came_in("hoarding") <= N_WITHOUT_WAIT + 3 * minutes
    assert outcome.unmarked["person"] == 6  # they wait beside the line, not in it


@pytest.mark.django_db
def test_a_patient_program_passes_for_a_person(survey: None) -> None:
    """Nothing here can tell it from one, and the pages say so."""
    flood.in_virtual_time(MONDAY, visits(flood.patient, flood.in_browser, 3, lambda _n: FLOOD))
    assert flood.outcome().unmarked == {"patient": 3}


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n_networks", [1, 250])
def test_a_thousand_scripted_sheets(
    survey: None,
    live_server: LiveServer,
    record_property: Callable[[str, object], None],
    n_networks: int,
) -> None:
    port = live_server.thread.port
    errors = flood.in_real_time(
        people(flood.over_loopback(port, flood.LANGUAGE), 20, library=60, beside_the_flood=20),
        programs(
            flood.over_loopback(port),
            1_000,
            lambda n: FLOOD if n_networks == 1 else f"203.0.113.{n}",
        ),
    )
    outcome = flood.outcome()
    n_passed = n_unmarked(outcome)
    n_marked = sum(outcome.marked[kind.__name__] for kind in flood.SCRIPTS)
    record_property("people taken", outcome.came_in("person"))
    record_property("people marked", outcome.marked["person"])
    record_property("scripted slowed out", 1_000 - n_marked - n_passed)
    record_property("scripted marked", n_marked)
    record_property("scripted unmarked", n_passed)
    assert not errors, errors[0]
    assert outcome.came_in("person") == 100
    assert outcome.marked["person"] <= 1
    assert n_passed <= 50
