"""Writing a survey's methodology, and publishing its results."""

from dataclasses import dataclass

from django.db import transaction

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.citable.records import Stale
from clayton_review.refusals import Refused
from surveys.results import methodology
from surveys.results.models import MethodologyStatement
from surveys.results.policies import check_publishable
from surveys.survey.models import Survey


@dataclass(frozen=True)
class MethodologyStatementInput:
    """The text of each item by its key, in English and in Spanish."""

    items: dict[str, str]
    items_es: dict[str, str]


@transaction.atomic
def write_statement(
    *, survey: Survey, values: MethodologyStatementInput, revision: int, by: User
) -> MethodologyStatement:
    """Save the items; `revision` is 0 for a survey that has none yet.

    Raises `Stale` when somebody else wrote in between, and `Refused` when an item that published
    results stand on would be emptied.
    """
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    present = MethodologyStatement.objects.filter(survey=locked).first()
    if (present.revision if present else 0) != revision:
        raise Stale
    missing = methodology.missing_items(values.items)
    if locked.published_on and missing:
        raise Refused(f"The results have been published, so “{missing[0].name}” cannot be empty.")
    statement = present or MethodologyStatement(survey=locked, revision=0)
    statement.items, statement.items_es = values.items, values.items_es
    statement.revision += 1
    statement.save()
    record(by=by, verb="wrote the methodology", obj=locked, n_missing=len(missing))
    return statement


@transaction.atomic
def publish_results(*, survey: Survey, by: User) -> Survey:
    """Publish the results, so that the next report shows them to Board and public.

    Raises `Refused` while the survey runs, answers are still sealed, or an item of the methodology
    is empty.
    """
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    check_publishable(locked)
    if locked.published_on is None:
        locked.published_on = clock.today()
        locked.save()
        record(by=by, verb="published the results", obj=locked)
    return locked
