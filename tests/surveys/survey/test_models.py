"""The database itself refuses what cannot be true."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from clayton_review.accounts.models import User
from surveys.answers.models import AnswerSheet, InvitationCode, SpentCode
from surveys.fielding.actions.questionnaire import publish_questionnaire, write_questionnaire
from surveys.questionnaire.questionnaire import fingerprint
from surveys.survey.models import Disposition, QuestionnaireVersion, Survey
from tests.database_roles import as_superuser
from tests.surveys import factories

pytestmark = pytest.mark.django_db

WRONG: list[tuple[str, Callable[[Survey], object]]] = [
    ("survey_status_is_known", lambda s: Survey.objects.filter(pk=s.pk).update(status="paused")),
    ("survey_sample_is_known", lambda s: Survey.objects.filter(pk=s.pk).update(sample="census")),
    (
        "survey_closes_after_it_opens",
        lambda s: Survey.objects.filter(pk=s.pk).update(
            opens_on=date(2018, 11, 2), closes_on=date(2018, 11, 1)
        ),
    ),
    (
        "opened_survey_has_a_questionnaire",
        lambda s: Survey.objects.filter(pk=s.pk).update(version=None),
    ),
    ("code_is_a_keyed_hash", lambda s: InvitationCode.objects.create(mark="ABCD", survey=s)),
    ("spent_code_is_a_keyed_hash", lambda s: SpentCode.objects.create(mark="ABCD", survey=s)),
    ("sheet_channel_is_known", lambda s: sheet(s, channel="paper")),
    ("sheet_week_is_a_monday", lambda s: sheet(s, batch_week=date(2018, 11, 6))),
    ("disposition_is_known", lambda s: Disposition.objects.create(survey=s, kind="moved")),
    (
        "one_version_per_number",
        lambda s: QuestionnaireVersion.objects.create(
            survey=s, number=1, content={}, sha256="0" * 64, published_by_id=by(s)
        ),
    ),
    (
        "version_hash_is_sha256",
        lambda s: QuestionnaireVersion.objects.create(
            survey=s, number=2, content={}, sha256="x", published_by_id=by(s)
        ),
    ),
]


def by(survey: Survey) -> UUID:
    assert survey.version
    return survey.version.published_by_id


def sheet(survey: Survey, **changes: object) -> AnswerSheet:
    known: dict[str, object] = {
        "survey": survey,
        "version_id": survey.version_id,
        "channel": "code",
        "answers": {},
        "batch_week": date(2018, 11, 5),
    }
    return AnswerSheet.objects.create(**{**known, **changes})


@pytest.mark.parametrize(("constraint", "act"), WRONG, ids=[name for name, _act in WRONG])
def test_what_cannot_be_true_is_refused(
    constraint: str, act: Callable[[Survey], object], lead: User
) -> None:
    survey = factories.open_survey(by=lead)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act(survey)


def test_a_published_questionnaire_cannot_change_or_go(lead: User) -> None:
    survey = factories.open_survey(by=lead)
    version = survey.version
    assert version
    assert version.sha256 == fingerprint(version.content)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk).update(number=7)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        QuestionnaireVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_without_the_trigger_the_words_could_change(lead: User) -> None:
    factories.open_survey(by=lead)
    with as_superuser() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE surveys_questionnaireversion DISABLE TRIGGER USER")
    assert QuestionnaireVersion.objects.update(number=7) == 1


def test_publishing_the_same_words_again_gives_the_same_version(lead: User) -> None:
    survey = factories.draft_survey(by=lead)
    first = publish_questionnaire(survey=survey, by=lead)
    assert publish_questionnaire(survey=survey, by=lead) == first
    survey.refresh_from_db()
    changed = factories.NOTATION.replace("feel safe", "felt safe")
    write_questionnaire(survey=survey, text=changed, revision=survey.revision, by=lead)
    assert publish_questionnaire(survey=survey, by=lead).number == 2
