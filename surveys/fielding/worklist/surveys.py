"""Record type and work queues of surveys; answer sheets are never among them."""

from datetime import date, timedelta

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import Permission
from clayton_review.web import record_types, worklist
from clayton_review.web.record_types import RecordType
from clayton_review.web.worklist import Urgency, WorkQueue
from surveys.fielding.question_search import find_question
from surveys.survey.models import Survey, SurveyQuerySet, SurveyStatus

SOON = timedelta(days=14)

SURVEY = RecordType(
    name="questions",
    label="Survey questions",
    noun="survey",
    model=Survey,
    permission=Permission.READ_SURVEYS,
    rows=lambda user: Survey.objects.all().visible_to(user),
    heading="title",
    url_name="surveys:detail",
    address=("slug",),
    key="pk",
    search_fields=("title", "notation"),
    excerpt_of=find_question,
    newest="-created_at",
)


def _closing_surveys(user: User, today: date) -> SurveyQuerySet:
    rows = Survey.objects.visible_to(user).filter(status=SurveyStatus.OPEN)
    return rows.filter(closes_on__range=(today, today + SOON))


def _past_its_end(user: User, today: date) -> SurveyQuerySet:
    rows = Survey.objects.visible_to(user).filter(status=SurveyStatus.OPEN)
    return rows.filter(closes_on__lt=today)


record_types.register(SURVEY)
worklist.register(
    WorkQueue(
        name="surveys past their end",
        urgency=Urgency.OVERDUE,
        singular="survey to close",
        plural="surveys to close",
        permission=Permission.RUN_SURVEYS,
        rows=_past_its_end,
        heading="title",
        url_name="surveys:detail",
        address=("slug",),
        due="closes_on",
        all_url="surveys:list",
    ),
    WorkQueue(
        name="surveys that close soon",
        urgency=Urgency.COMING,
        singular="survey closes soon",
        plural="surveys close soon",
        permission=Permission.READ_SURVEYS,
        rows=_closing_surveys,
        heading="title",
        url_name="surveys:detail",
        address=("slug",),
        due="closes_on",
        all_url="surveys:list",
    ),
)
