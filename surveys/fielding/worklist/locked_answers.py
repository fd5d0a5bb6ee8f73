"""Queues, late items and readings of health where answers stay locked."""

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from clayton_review import clock
from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.jobs.models import Job, JobState
from clayton_review.web import worklist
from clayton_review.web.formatting import count_phrase
from clayton_review.web.health import register_reading
from clayton_review.web.late.items import LateItem, register_items
from clayton_review.web.worklist import Urgency, WorklistNotice, WorkQueue
from surveys.answers.actions.opening import OPENING_JOB
from surveys.answers.disk_space import is_known_to_be_full
from surveys.answers.locked_words import FIND_THE_KEY
from surveys.answers.models import AnswerSheet
from surveys.answers.policies import LEAST_ADDED
from surveys.answers.sealing import NOT_OPENED, KeyUnusable
from surveys.answers.worker_keys import is_opened_by_workers
from surveys.survey.models import LockedBecause, Survey, SurveyQuerySet, SurveyStatus

UNFIT_KEY = "The key of this web server does not fit"
WHAT_TO_DO = (
    "Whoever runs the portal must give the worker the opening key that fits, and start it again."
)


def _with_unreadable_answers() -> SurveyQuerySet:
    rows = Survey.objects.exclude(locked_because=LockedBecause.FEW_PEOPLE)
    return rows.filter(n_unreadable__gt=0)


def _with_locked_answers() -> SurveyQuerySet:
    """Return surveys with answers that cannot be read, or that a lead must give up."""
    is_left = Q(n_unreadable__gt=0) | Q(n_readable_left__gt=0)
    return Survey.objects.exclude(locked_because=LockedBecause.FEW_PEOPLE).filter(is_left)


def _with_too_few_waiting(user: User) -> SurveyQuerySet:
    """Return running surveys of which, by the Sunday's count, too few wait to be opened."""
    rows = Survey.objects.visible_to(user).filter(status=SurveyStatus.OPEN)
    has_sheets = Exists(AnswerSheet.objects.filter(survey=OuterRef("pk")))
    return rows.filter(has_sheets, n_waiting__lt=LEAST_ADDED)


@register_items("Locked answers")
def late_items() -> list[LateItem]:
    """Return what is late about sealed answers: a key that does not fit, and unreadable boxes."""
    unfit = [LateItem(UNFIT_KEY, f"{NOT_OPENED} {WHAT_TO_DO}")]
    surveys = _with_unreadable_answers().order_by("title")
    unreadable = [_unreadable_item(survey) for survey in surveys]
    return [*unfit, *unreadable] if has_unfit_sealing_key() else unreadable


def _unreadable_item(survey: Survey) -> LateItem:
    answers = "Some answers"  # a number would show when each one came
    if survey.status == SurveyStatus.CLOSED:
        answers = count_phrase(survey.n_unreadable, "answer", "answers")
    text = f"{answers} do not open with any key that the workers have. {FIND_THE_KEY}"
    url = reverse("surveys:detail", args=[survey.slug])
    return LateItem(survey.title, text, url, "Look at the survey")


@register_reading("batch_due")
def is_batch_due() -> bool:
    """True if answers wait to be opened that may be.

    Everyone may ask. While a survey runs, its batch counts from the next day on: the moment from
    which there are enough answers is one at which somebody answered.
    """
    closed = Survey.objects.filter(status=SurveyStatus.CLOSED).values(
        as_text=Cast("pk", TextField())
    )
    is_known_to_all = Q(wanted_at__date__lt=clock.today()) | Q(key__in=closed)
    jobs = Job.objects.filter(name=OPENING_JOB).exclude(state=JobState.DONE)
    return jobs.filter(is_known_to_all).exists()


@register_reading("answers_unreadable")
def has_unreadable_answers() -> bool:
    """True if answers of a survey were set aside because no key opens them."""
    return _with_unreadable_answers().exists()


@register_reading("sealing_key_unfit")
def has_unfit_sealing_key() -> bool:
    """True if no worker opens what this process seals, so that it takes no answers."""
    try:
        return not is_opened_by_workers()
    except KeyUnusable:  # nothing is sealed here
        return False


def unfit_key_notice(_user: User) -> list[WorklistNotice]:
    """Return a notice if no worker opens what this web server seals."""
    if not has_unfit_sealing_key():
        return []
    return [WorklistNotice(f"{UNFIT_KEY}. {NOT_OPENED}", reverse("late:list"), "attention")]


def space_notice(_user: User) -> list[WorklistNotice]:
    """Return a notice if programs wait because residents' forms take too much space."""
    if not is_known_to_be_full():
        return []
    text = (
        "Residents’ forms take more space than RESIDENTS_FORMS_GB allows. Forms that look sent by "
        "a program from a busy network wait until there is space. All others are taken as long as "
        "the disk has space: see that it does."
    )
    return [WorklistNotice(text, reverse("late:list"), "attention")]


worklist.register_notices(Permission.RETRY_WORK, unfit_key_notice)
worklist.register_notices(Permission.RETRY_WORK, space_notice)
worklist.register(
    WorkQueue(
        name="surveys with locked answers",
        urgency=Urgency.OVERDUE,
        singular="survey with answers that stay locked",
        plural="surveys with answers that stay locked",
        permission=Permission.RUN_SURVEYS,
        rows=lambda user, _: _with_locked_answers().visible_to(user),
        heading="title",
        url_name="surveys:detail",
        address=("slug",),
        order=("title",),
        all_url="surveys:list",
    ),
    WorkQueue(
        name="surveys with too few answers to open",
        urgency=Urgency.ASKED,
        singular="survey that needs more answers to open those that wait",
        plural="surveys that need more answers to open those that wait",
        permission=Permission.RUN_SURVEYS,
        rows=lambda user, _: _with_too_few_waiting(user),
        heading="title",
        url_name="surveys:detail",
        address=("slug",),
        due="closes_on",
        all_url="surveys:list",
    ),
)
