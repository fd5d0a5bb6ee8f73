"""The examples of every component, shown at /components/ in development."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from clayton_review.charts import ChartTable, describe, table_of
from clayton_review.charts.examples import EXAMPLES
from clayton_review.charts.shapes import Bar, BarChart, Chart, PlanLineChart, PlanPoint
from clayton_review.figures import Column as FigureColumn
from clayton_review.figures import Figure, State, Table
from clayton_review.web.fields import MoneyField
from clayton_review.web.forms import CreateForm, PortalForm
from clayton_review.web.listing import Column, Listing

KINDS = [("stop", "Pedestrian stop"), ("call", "Call for service"), ("other", "Something else")]


class ExampleForm(CreateForm):
    """A staff form with every kind of field."""

    title = forms.CharField(
        label="What happened, in one line", max_length=120, help_text="Facts only, no names."
    )
    day = forms.DateField(label="Day it happened")
    kind = forms.ChoiceField(label="Kind of contact", choices=KINDS, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Beat", choices=[("", "Choose"), ("1", "1"), ("2", "2")])
    account = forms.CharField(
        label="Account", max_length=400, widget=forms.Textarea, help_text="As the source tells it."
    )
    cost = MoneyField(label="Bill in question", required=False)
    pillars = forms.MultipleChoiceField(
        label="Pillars it touches",
        required=False,
        choices=[("trust", "Trust and legitimacy"), ("policy", "Policy and oversight")],
        widget=forms.CheckboxSelectMultiple,
    )
    is_checked = forms.BooleanField(label="A second person has read the record")

    groups = [
        ("The event", ["title", "day", "kind", "place"]),
        ("What is said", ["account", "cost", "pillars", "is_checked"]),
    ]


class FilterForm(PortalForm):
    """The tools above the example list."""

    q = forms.CharField(label="Search", required=False)
    state = forms.ChoiceField(label="Status", required=False, choices=[("", "All"), ("o", "Open")])


@dataclass(frozen=True)
class Row:
    """One line of the example list."""

    reference: str
    title: str
    day: str
    sources: int


ROWS = [
    Row("INC-0001", "Ten students stopped near the Galleria MetroLink station", "July 7, 2018", 9),
    Row("INC-0002", "Traffic stop on Forsyth Boulevard", "August 2, 2018", 2),
    Row("INC-0003", "Call about loud music in Shaw Park", "September 15, 2018", 1),
] * 10


@dataclass(frozen=True)
class ChartExample:
    """A chart with its sentence and the table behind it."""

    name: str
    chart: Chart
    sentence: str
    table: ChartTable


def chart_examples() -> list[ChartExample]:
    """List every chart shape, with its edge cases."""
    return [ChartExample(name, chart, describe(chart), table_of(chart)) for name, chart in EXAMPLES]


def figure_of_trust() -> Figure:
    """Return an example: bars with intervals, one group suppressed."""
    bars = (
        Bar("All residents", 71.0, 66.0, 76.0),
        Bar("White", 76.0, 70.0, 81.0),
        Bar("Black", 46.0, 34.0, 58.0, is_marked=True),
        Bar("Asian", None),
    )
    columns = (FigureColumn("Group"), FigureColumn("Agree", "percent"))
    rows = (("All residents", "71"), ("White", "76"), ("Black", "46"), ("Asian", None))
    return Figure(
        name="example.trust",
        title="Seven in ten residents trust the police; fewer than half of Black residents do.",
        sentence="Percent who agree or strongly agree; lines show 95% intervals. n = 648.",
        unit="percent",
        denominator="adults living in Clayton who answered the question",
        method="Weighted by age, race and tenure; intervals by Taylor linearization.",
        table=Table(columns, rows),
        evidence_url="/",
        chart=BarChart("Trust in the Clayton police", "percent", 100.0, bars),
        suppressed="One group is not shown because fewer than 10 people answered.",
    )


def figure_of_spending() -> Figure:
    """Return an example: a line of actual spending beside the plan."""
    points = (
        PlanPoint("Oct", 12000.0, 9800.0),
        PlanPoint("Nov", 34000.0, 38400.0),
        PlanPoint("Dec", 54800.0, 64210.0),
        PlanPoint("Jan", 78000.0, None),
    )
    columns = (FigureColumn("Month"), FigureColumn("Spent", "money"))
    rows = (("October", "9800"), ("November", "38400"), ("December", "64210"))
    return Figure(
        name="example.spending",
        title="Spending is $6,210 over plan.",
        sentence="$64,210 spent by the end of December; $54,800 was planned.",
        unit="dollars",
        denominator="the $158,550 limit",
        method="Sum of expenses by the day they were incurred.",
        table=Table(columns, rows),
        evidence_url="",
        chart=PlanLineChart("Spending and plan", "dollars", 158550.0, points),
        state=State.WATCH,
        state_words="Watch: 41% spent, 38% of the time gone",
    )


def examples(request: HttpRequest) -> dict[str, Any]:
    """Return everything that the gallery's template shows."""
    wrong = ExampleForm({"title": "x" * 130, "day": "02/30/2018", "kind": "?", "cost": "-5"})
    wrong.add_error(None, "Someone changed this incident while you were writing.")
    columns = (
        Column("Incident", lambda row: row.title, url=lambda row: "#main"),
        Column("Number", lambda row: row.reference),
        Column("Day", lambda row: row.day),
        Column("Sources", lambda row: row.sources, kind="number"),
    )
    rows: Any = ROWS
    tools = FilterForm(request.GET, auto_id="list_%s")
    tools.is_valid()
    return {
        "new_form": ExampleForm(auto_id="new_%s"),
        "form": wrong,
        "listing": Listing(request, rows, form=tools, columns=columns, filename="incidents"),
        "charts": chart_examples(),
        "figures": [figure_of_trust(), figure_of_spending()],
        "details": [
            ("Place", "8049 Clayton Road"),
            ("Police cars", "six, or four"),
            ("Ended", None),
        ],
    }
