"""Quotes are found by what they are in findings, and by being in none."""

import pytest

from clayton_review.accounts.models import User
from findings.coding.models.excerpts import Excerpt
from findings.conclusions.actions.evidence import unlink_evidence
from findings.conclusions.actions.release import withdraw_finding
from findings.conclusions.inputs import EvidenceSource
from findings.conclusions.models.evidence import EvidenceLink, Stance
from findings.conclusions.models.findings import Finding
from findings.conclusions.selectors.stance_filter import with_stance
from tests.findings import factories as make

pytestmark = pytest.mark.django_db


def cited(words: str, finding: Finding, by: User, stance: str = Stance.SUPPORTING) -> EvidenceLink:
    source = EvidenceSource(excerpt=make.excerpt(by=by, words=words))
    return make.link(finding=finding, by=by, source=source, stance=stance)


def found(stance: str) -> set[str]:
    return set(with_stance(Excerpt.objects.all(), stance).values_list("text", flat=True))


def test_links_and_findings_that_were_withdrawn_count_no_more(consultant: User) -> None:
    finding, other = make.finding(by=consultant), make.finding(by=consultant)
    make.excerpt(by=consultant, words="In none.")
    cited("For it.", finding, consultant)
    cited("Against it.", finding, consultant, Stance.CONTRADICTING)
    taken_off = cited("Taken off.", finding, consultant)
    unlink_evidence(link=taken_off, revision=1, reason="Not on this.", by=consultant)
    cited("Of no finding any more.", other, consultant)
    other.refresh_from_db()
    withdraw_finding(finding=other, revision=other.revision, reason="Twice.", by=consultant)

    assert found("none") == {"In none.", "Taken off.", "Of no finding any more."}
    assert found(Stance.SUPPORTING) == {"For it."}
    assert found(Stance.CONTRADICTING) == {"Against it."}
    assert found(Stance.CONTEXT) == set()
