"""Writing a questionnaire, and freezing it as a version."""

from django.db import transaction
from django.db.models import Max

from clayton_review.accounts.models import User
from clayton_review.audit.actions import record
from clayton_review.refusals import Refused
from surveys.analysis.policies import check_populations_fit
from surveys.fielding.actions.surveys import lock_survey
from surveys.notation import questionnaire_notation
from surveys.notation.problems import UnreadableNotation
from surveys.questionnaire.questionnaire import fingerprint, to_json
from surveys.survey.models import QuestionnaireVersion, Survey
from surveys.survey.policies import check_wording_can_change
from surveys.survey.selectors import forget_published


def write_questionnaire(*, survey: Survey, text: str, revision: int, by: User) -> Survey:
    """Save the draft's notation, readable or not; publishing parses it. Raises `Refused`."""
    with transaction.atomic():
        changed = lock_survey(survey, revision)
        check_wording_can_change(changed)
        changed.notation = text
        changed.save()
        record(by=by, verb="wrote the questionnaire", obj=changed, n_characters=len(text))
    return changed


@transaction.atomic
def publish_questionnaire(*, survey: Survey, by: User) -> QuestionnaireVersion:
    """Freeze the draft as the next version; the same words again give the present version.

    Raises `Refused` when the notation cannot be read, when the survey was opened already, or when
    a population target names a question or an answer that is gone.
    """
    locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    check_wording_can_change(locked)
    try:
        questionnaire = questionnaire_notation.parse(locked.notation)
    except UnreadableNotation as unreadable:
        raise Refused(str(unreadable)) from unreadable
    check_populations_fit(locked, questionnaire)
    stored = to_json(questionnaire)
    sha256 = fingerprint(stored)
    if locked.version is not None and locked.version.sha256 == sha256:
        return locked.version
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    version = QuestionnaireVersion.objects.create(
        survey=locked, number=last + 1, content=stored, sha256=sha256, published_by=by
    )
    locked.version = version
    locked.revision += 1
    locked.save()
    forget_published()
    record(by=by, verb="published the questionnaire", obj=locked, version=last + 1, sha256=sha256)
    return version
