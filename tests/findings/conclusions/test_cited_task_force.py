"""The demonstration cites a real report: every number it names with its real subject."""

import re

from clayton_review.demo import conclusions, november_findings
from clayton_review.demo.conclusions import TASK_FORCE

# By number: a word of the recommendation's subject.
SUBJECTS = {"1.1": "procedural justice", "1.3": "transparency", "2.11": "why they stopped"}


def test_recommendations_of_the_federal_task_force_are_cited_with_their_subject() -> None:
    findings = (*conclusions.FINDINGS, *november_findings.FINDINGS)
    cited = [
        (number, finding.criteria)
        for finding in findings
        for number in re.findall(r"recommendation (\d+\.\d+)", finding.criteria)
    ]
    assert {number for number, _criteria in cited} == set(SUBJECTS)
    for number, criteria in cited:
        assert SUBJECTS[number] in criteria
        assert TASK_FORCE in criteria
