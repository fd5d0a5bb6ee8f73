"""The sections of the monthly report, in the order in which they are read."""

from clayton_review.reports.sections import (
    budget,
    cameras,
    changes,
    definitions,
    findings,
    incidents,
    interviews,
    limits,
    next_month,
    scope,
    survey,
    work_plan,
)
from clayton_review.reports.sections.kind import SectionKind

SECTIONS: tuple[SectionKind, ...] = (
    scope.SECTION,
    budget.SECTION,
    work_plan.SECTION,
    interviews.SECTION,
    survey.SECTION,
    incidents.SECTION,
    findings.SECTION,
    cameras.SECTION,
    limits.SECTION,
    next_month.SECTION,
    changes.SECTION,
    definitions.SECTION,
)

BY_NAME = {section.name: section for section in SECTIONS}
