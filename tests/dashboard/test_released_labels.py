"""The public page of a released finding names a group or an office only while it may."""

import pytest
from django.test import Client

from clayton_review.accounts.models import User
from findings.coding.actions.excerpts import confirm_words
from findings.coding.models.excerpts import Excerpt
from findings.coding.models.quotable_texts import Consent, SpeakerGroup
from findings.fieldwork.actions.participants import amend_participant
from findings.fieldwork.inputs import ParticipantInput
from tests.findings import factories as make

pytestmark = pytest.mark.django_db
WORDS = "Nobody told me I could go."


def page(path: str = "/found/F-0001/") -> str:
    return Client().get(path).content.decode()


def narrow(quote: Excerpt, by: User) -> None:
    """The speaker still agrees to be quoted, but no longer under a name of any kind."""
    row = make.heard(quote).participant
    values = ParticipantInput(
        group=row.group, consent=Consent.NO_LABEL, consent_on=row.consent_on, office=""
    )
    amend_participant(participant=row, revision=row.revision, values=values, by=by)


@pytest.fixture(params=["group", "office"])
def labelled(
    request: pytest.FixtureRequest, consultant: User, second_consultant: User, lead: User
) -> tuple[Excerpt, str]:
    """A released quote under the name of a group of five, or of an office."""
    if request.param == "group":
        for _ in range(4):
            make.held_interview(by=consultant)
        quote, label = make.excerpt(by=consultant), "Resident"
    else:
        label = "Keeper of the Clocks"
        speaker = make.participant(
            by=consultant, group=SpeakerGroup.OFFICIAL, consent=Consent.ON_RECORD, office=label
        )
        quote = make.excerpt(by=consultant, participant=speaker)
        quote = confirm_words(excerpt=quote, by=consultant)
    make.released(by=consultant, signer=second_consultant, lead=lead, quote=quote)
    return quote, label


def test_narrowed_consent_takes_the_label_off_at_once(
    labelled: tuple[Excerpt, str], consultant: User
) -> None:
    quote, label = labelled
    language = "" if label == SpeakerGroup.RESIDENT.label else ' lang="en"'
    assert f'<span class="small"{language}>{label}</span>' in page()
    assert "Speaker not named" not in page()
    narrow(quote, consultant)
    assert quote.release_text in page()
    assert label not in page()
    assert '<span class="small">Speaker not named</span>' in page()


def test_a_group_that_has_grown_since_gives_no_label(
    consultant: User, second_consultant: User, lead: User
) -> None:
    make.released(
        by=consultant, signer=second_consultant, lead=lead, quote=make.excerpt(by=consultant)
    )
    for _ in range(5):
        make.held_interview(by=consultant)
    assert WORDS in page()
    assert "Resident" not in page()


def test_recommendation_and_finding_lead_to_each_other(
    consultant: User, second_consultant: User, lead: User
) -> None:
    advice = make.issued(by=consultant, signer=second_consultant, lead=lead)
    assert f"/recommendations/{advice.reference}/" in page()
    for path in ("/recommendations/", f"/recommendations/{advice.reference}/"):
        assert 'href="/found/F-0001/"' in page(path)
    assert 'href="/found/"' in page("/about/")
