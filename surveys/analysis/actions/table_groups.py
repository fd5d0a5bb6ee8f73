"""The choice of the question whose groups tables for Board and public show."""

from django.db import transaction

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from surveys.analysis.selectors.offered_tables import groupable_questions
from surveys.survey.models import Survey


@transaction.atomic
def choose_table_groups(*, survey: Survey, question: str, by: User) -> Survey:
    """Choose the question by whose groups tables are offered to Board and public.

    Raises `Refused` for a question that no such table can be made of, and once another has been
    chosen: people may have its tables, and the two together could be subtracted.
    """
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if question and locked.table_groups == question:
        return locked
    if locked.table_groups:
        raise Refused(
            "The groups have been chosen. Tables by them may be in people’s hands, and tables by "
            "other groups could be combined with those."
        )
    version = locked.version
    if not version or question not in {q.name for q in groupable_questions(version.questionnaire)}:
        raise Refused("Choose one of the questions in the list.")
    locked.table_groups = question
    locked.save()
    record(by=by, verb="chose the groups of tables", obj=locked, question=question)
    return locked
