"""The form of the sample planner: what is wanted, and what is expected of the mailing."""

from decimal import Decimal
from typing import Any

from django import forms

from clayton_review.stats.response.sample_plan import MailingAssumptions
from clayton_review.web.forms import PortalForm

LARGEST = 10_000_000
PERCENT = "Enter a percentage from 0.1 to 100."
POINTS = "Enter points from 0.1 to 49.9."
EFFECT = "Enter a number from 0.1 to 20, such as 1.3."


def _number(least: str, most: str, words: str, *, places: int = 1, **options: Any) -> Any:
    """Return a field for a decimal number with one sentence for every error."""
    codes = ("required", "invalid", "min_value", "max_value", "max_whole_digits")
    return forms.DecimalField(
        min_value=Decimal(least),
        max_value=Decimal(most),
        max_digits=6,
        decimal_places=places,
        error_messages=dict.fromkeys(codes, words),
        **options,
    )


class PlannerForm(PortalForm):
    """A wanted margin of error or a number of letters; nothing of it is stored."""

    margin = _number(
        "0.1", "49.9", POINTS, required=False, label="Margin of error you want, in points"
    )
    letters = forms.IntegerField(
        min_value=1, max_value=LARGEST, required=False, label="Letters to print"
    )
    response_rate = _number(
        "0.1",
        "100",
        PERCENT,
        label="Expected response rate, in percent",
        help_text="Complete answers as a share of letters delivered.",
    )
    deliverability = _number(
        "0.1",
        "100",
        PERCENT,
        required=False,
        label="Letters delivered, in percent",
        help_text="If you leave this empty, we assume every letter arrives.",
    )
    population = forms.IntegerField(
        min_value=2, max_value=2_147_483_647, required=False, label="Adults in the population"
    )
    design_effect = _number(
        "0.1",
        "20",
        EFFECT,
        places=2,
        initial=Decimal("1.3"),
        label="Design effect",
        help_text="What unequal weights cost. Enter 1 if there are no weights.",
    )

    groups = [
        ("Fill in one of these two", ["margin", "letters"]),
        ("What you expect", ["response_rate", "deliverability", "population", "design_effect"]),
    ]
    needed = {"margin": "or letters", "letters": "or a margin"}

    def clean(self) -> dict[str, Any] | None:
        """Add an error unless either margin or letters is filled in, not both."""
        cleaned = super().clean()
        if {"margin", "letters"} & set(self.errors):
            return cleaned
        filled = [name for name in ("margin", "letters") if self.cleaned_data[name] is not None]
        if not filled:
            self.add_error("margin", "Enter a margin of error, or how many letters to print.")
        if len(filled) == 2:
            self.add_error(
                "letters",
                "Clear this or the margin of error. Each one is calculated from the other.",
            )
        return cleaned

    def expectation(self) -> MailingAssumptions:
        """Return the expected rates of the mailing, as shares."""
        percent_delivered = self.cleaned_data["deliverability"] or Decimal(100)
        return MailingAssumptions(
            response_rate=float(self.cleaned_data["response_rate"] / 100),
            deliverability=float(percent_delivered / 100),
            design_effect=float(self.cleaned_data["design_effect"]),
            population=self.cleaned_data["population"],
        )
