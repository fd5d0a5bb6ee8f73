"""Tests of figures as evidence: how they are searched, and their words for team and public."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clayton_review import clock, figures
from clayton_review.accounts.models import User
from clayton_review.figures import Audience, Scope
from findings.conclusions.models.evidence import EvidenceLink
from findings.conclusions.selectors.evidence_kinds import FIGURE
from findings.conclusions.selectors.evidence_kinds.base import PublicWords
from findings.conclusions.selectors.evidence_kinds.figures import MAX_FIGURES, SUBJECTS
from tests.findings import factories as make

pytestmark = pytest.mark.django_db
FIGURE_NAME = "findings.recommendations"


def names(words: str, user: User) -> list[str]:
    return [name for name, _label in FIGURE.choices(words, user)]


def test_figures_of_surveys_are_offered_first_and_not_too_many(consultant: User) -> None:
    offered = names("", consultant)
    are_surveys = [name.startswith("surveys.") for name in offered]
    assert are_surveys == sorted(are_surveys, reverse=True)
    assert any(are_surveys)
    assert not all(are_surveys)
    assert len(offered) == MAX_FIGURES


@pytest.mark.parametrize("subject", SUBJECTS)
def test_figures_are_found_by_all_words_of_their_subject(consultant: User, subject: str) -> None:
    words = f"{SUBJECTS[subject].upper()} {subject}."
    offered = FIGURE.choices(words, consultant)
    assert offered
    for name, label in offered:
        assert name.startswith(f"{subject}.")
        title = figures.compute(name, Scope(clock.now(), Audience.TEAM)).title
        assert label == f"{title} ({SUBJECTS[subject].lower()})"
    assert names(f"{words} nowhere", consultant) == []


def test_only_eight_words_are_searched(consultant: User) -> None:
    assert names("survey " * 7 + "figure nowhere", consultant)
    assert names("survey " * 6 + "figure nowhere", consultant) == []


def test_a_figure_is_chosen_by_its_name(consultant: User) -> None:
    source = FIGURE.find(FIGURE_NAME, consultant)
    assert source is not None
    assert source.figure is not None
    assert (source.figure.name, source.document, source.excerpt) == (FIGURE_NAME, None, None)
    assert FIGURE.chosen_label(source) == source.figure.title
    for unknown in ("findings.nothing", "", "surveys."):
        assert FIGURE.find(unknown, consultant) is None


def linked(by: User, name: str = FIGURE_NAME) -> EvidenceLink:
    source = FIGURE.find(name, by)
    assert source is not None
    return make.link(finding=make.finding(by=by), by=by, source=source)


def test_a_figure_keeps_the_values_it_was_linked_with(
    consultant: User, second_consultant: User, lead: User
) -> None:
    earlier = clock.now() - timedelta(days=2)
    with clock.at(earlier):
        link = linked(consultant)
        before = figures.compute(FIGURE_NAME, Scope(clock.now(), Audience.TEAM))
    make.issued(by=consultant, signer=second_consultant, lead=lead)
    link = EvidenceLink.objects.get(pk=link.pk)
    texts = FIGURE.texts(link, frozenset())
    assert (texts.heading, texts.lines[0]) == (before.title, before.sentence)
    assert texts.lines[1].startswith("Figure of interviews and findings, frozen ")
    assert texts.url == before.evidence_url
    public = FIGURE.public_words(link, frozenset())
    assert link.figure_as_of is not None
    then = figures.compute(FIGURE_NAME, Scope(link.figure_as_of, Audience.PUBLIC))
    assert then.title in public.words
    assert then.sentence in public.words
    assert (public.figure, public.question, public.asked) == (FIGURE_NAME, "", "")


def test_a_figure_that_is_gone_or_not_public_has_no_words(consultant: User) -> None:
    link = linked(consultant)
    link.figure_name = "findings.nothing"
    assert FIGURE.public_words(link, frozenset()) == PublicWords()


@pytest.mark.parametrize(
    ("title", "sentence", "words"),
    [
        ("Stops fell", "Stops fell by half.", "Stops fell by half."),
        ("Stops fell", "They were halved.", "Stops fell. They were halved."),
        ("Did stops fall?", "By half.", "Did stops fall? By half."),
        ("Stops fell.", "By half.", "Stops fell. By half."),
    ],
)
def test_title_and_sentence_become_one_text(
    consultant: User,
    monkeypatch: pytest.MonkeyPatch,
    title: str,
    sentence: str,
    words: str,
) -> None:
    link, compute = linked(consultant), figures.compute
    monkeypatch.setattr(
        figures,
        "compute",
        lambda name, scope: replace(compute(name, scope), title=title, sentence=sentence),
    )
    assert FIGURE.public_words(link, frozenset()).words == words
