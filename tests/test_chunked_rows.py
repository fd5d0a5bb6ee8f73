"""Rows are read in chunks, in their order, and nowhere by a cursor that there is not."""

import ast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clayton_review.chunked_rows import in_chunks
from clayton_review.jobs.models import Job
from tests.product_functions import ROOT, product_files

# All answers of a survey become columns at once: one query, of which Django keeps no second copy.
READ_AT_ONCE = {"surveys/analysis/selectors/columns.py"}


@pytest.fixture
def _five_jobs(db: None) -> None:
    Job.objects.bulk_create(Job(name="count", key=str(n)) for n in range(5))
    Job.objects.create(name="other", key="9")


@pytest.mark.usefixtures("_five_jobs")
def test_rows_are_read_in_their_order_a_few_at_a_time() -> None:
    rows = Job.objects.filter(name="count").order_by("-key")
    with CaptureQueriesContext(connection) as queries:
        assert [job.key for job in in_chunks(rows, 2)] == ["4", "3", "2", "1", "0"]
    n_keys = [query["sql"].partition(" IN (")[2].count(", ") + 1 for query in queries][1:]
    assert n_keys == [2, 2, 1]


@pytest.mark.usefixtures("_five_jobs")
def test_a_row_deleted_meanwhile_is_left_out() -> None:
    reading = in_chunks(Job.objects.filter(name="count").order_by("key"), 2)
    assert next(reading).key == "0"
    Job.objects.filter(key="3").delete()
    assert [job.key for job in reading] == ["1", "2", "4"]


def test_no_query_counts_on_a_cursor_of_the_server() -> None:
    """With `iterator()` behind PgBouncer the database sends all rows at once."""
    calling = {
        str(path.relative_to(ROOT))
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "iterator"
    }
    assert calling == READ_AT_ONCE
