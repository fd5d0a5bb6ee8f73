"""The latest issued report, and the one that another is compared with."""

from datetime import date

import pytest

from clayton_review.reports.models import Report
from clayton_review.reports.selectors import chain_head, issued_before, latest_issued
from tests.module_rows import Making
from tests.reports.factories import two_issued_reports

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _two_issued_reports(making_rows: Making) -> None:
    """Issue November and December once for all tests here."""
    with making_rows():
        two_issued_reports()


@pytest.mark.parametrize(
    ("month", "before"),
    [
        (date(2018, 10, 1), None),
        (date(2018, 11, 1), None),
        (date(2018, 12, 1), date(2018, 11, 1)),
        (date(2019, 1, 1), date(2018, 12, 1)),
    ],
)
def test_a_report_is_compared_with_the_issued_one_before_it(
    month: date, before: date | None
) -> None:
    report = Report.objects.filter(month=month).first() or Report(month=month)
    compared = issued_before(report)
    assert (compared and compared.month) == before


def test_a_correction_is_compared_with_the_report_it_corrects() -> None:
    compared = issued_before(Report(month=date(2018, 11, 1), revision=2))
    assert compared
    assert compared.number == "2018-11"


def test_the_latest_report_is_the_end_of_the_chain() -> None:
    december = Report.objects.get(month=date(2018, 12, 1))
    assert latest_issued() == chain_head() == december
