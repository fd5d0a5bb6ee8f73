"""`surveys.methodology/<survey>`: how a survey was made, in the eleven items of AAPOR."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clayton_review import clock
from clayton_review.figures import Audience, Column, Figure, Scope, Table, family
from clayton_review.languages import english_address
from surveys.questionnaire.questionnaire import title_of
from surveys.results import methodology
from surveys.results.figures.method_facts import method_facts
from surveys.results.models import MethodologyStatement
from surveys.survey.models import Survey


def keys(scope: Scope) -> list[str]:
    """List every survey whose results are published; for the team, every one with a statement."""
    surveys = Survey.objects.filter(statement__isnull=False)
    if scope.audience != Audience.TEAM:
        surveys = surveys.published_by(clock.local(scope.as_of).date())
    return list(surveys.order_by("slug").values_list("slug", flat=True))


@family("surveys.methodology", keys, is_translated=True)
def methodology_figure(scope: Scope, key: str) -> Figure:
    """Return the items as a table. Raise `KeyError` for a survey without a statement."""
    statements = MethodologyStatement.objects.filter(survey__slug=key)
    statement = statements.select_related("survey__version").first()
    if statement is None:
        raise KeyError(key)
    return Figure(
        name=f"surveys.methodology/{key}",
        title=_("How the survey “%(survey)s” was done") % {"survey": _title(statement.survey)},
        sentence=_(
            "Eleven things that anyone who publishes a survey should disclose, and what the "
            "records say."
        ),
        unit="text",
        denominator="",
        method=_(
            "From the Code of the American Association for Public Opinion Research (2021), "
            "section III.A."
        ),
        table=Table(
            (Column(_("Item")), Column(_("What we can say"))),
            (
                *((str(item.name), _item_text(statement, item.key)) for item in methodology.ITEMS),
                *(method_facts(statement.survey, scope) if statement.survey.version else ()),
            ),
        ),
        evidence_url=english_address("surveys:statement", key),
    )


def _title(survey: Survey) -> str:
    """Return the title residents read; the team's title for a survey without a questionnaire."""
    if survey.version is None:
        return survey.title
    return title_of(survey.version.questionnaire)


def _item_text(statement: MethodologyStatement, key: str) -> str:
    """Return the item in the language in use, or in English if it is not translated."""
    english = str(statement.items.get(key, ""))
    if (get_language() or "en").startswith("es"):
        return str(statement.items_es.get(key, "")) or english
    return english
