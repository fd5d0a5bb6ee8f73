"""A new figure: the incidents by status, with a chart of the new shape."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a figure, with or without a chart",
    folder="figure",
    edits=(
        Edit(
            "incidents/figures.py",
            before="def _bars(\n",
            add='''@figure("incidents.lanterns", is_translated=True)
def lanterns(scope: Scope) -> Figure:
    """Incidents on record, one dot for each."""
    from django.utils.translation import gettext

    from clayton_review.charts.dots import DotChart

    n_incidents = len(_incidents(scope))
    return Figure(
        name="incidents.lanterns",
        title=f"{n_incidents} lanterns are lit.",
        sentence=f"Of the incidents on record, {n_incidents} are lanterns.",
        unit="incidents",
        denominator="all incidents on record",
        method="Every incident on record is a lantern.",
        table=Table(
            (Column("Lanterns"), Column(gettext("Answers"), "count")), (("Lit", str(n_incidents)),)
        ),
        evidence_url="/incidents/",
        value=str(n_incidents),
        chart=DotChart("Lanterns counted", float(n_incidents)),
    )


''',
        ),
    ),
)
