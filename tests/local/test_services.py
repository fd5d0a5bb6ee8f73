"""The embedded services as tests and commands see them."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Role
from clayton_review.audit.actions import record
from clayton_review.audit.models import AuditEntry


@pytest.mark.django_db
def test_health_answers_when_database_and_broker_answer() -> None:
    assert Client().get("/healthz").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_leaves_append_only_tables_empty(turn: int) -> None:
    user = User.objects.create_user(email=f"a{turn}@example.org", name="A", role=Role.LEAD)
    with transaction.atomic():
        record(by=user, verb="tried", obj=user)
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_letters_have_case_beyond_english() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('policía') = 'POLICÍA'")
        assert cursor.fetchone() == (True,)


def test_the_cache_is_a_database_of_the_tests_own() -> None:
    cache.set("kept", 1)
    assert cache.get("kept") == 1
