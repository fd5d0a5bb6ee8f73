"""The forms of population targets."""

from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import Record
from clayton_review.web.forms import CreateForm, PortalForm
from surveys.analysis import population
from surveys.analysis.actions.population import TargetInput
from surveys.questionnaire.questionnaire import Questionnaire


class TargetForm(PortalForm):
    """The number of people who give each answer to one question, and who counted them."""

    question = forms.ChoiceField(label="Question")
    lines = forms.CharField(
        max_length=4_000,
        label="People in each group",
        widget=forms.Textarea(attrs={"rows": 6, "class": "notation"}),
        help_text="One line per group: the value of an answer, a colon and the number, such as "
        "“north: 5400”. For a number question, write ranges: “18-34: 4300”, and “65+: "
        "2600” for the last one.",
    )
    source = forms.CharField(
        max_length=300, label="Source", help_text="Who counted, and the table it comes from."
    )
    vintage = forms.CharField(
        max_length=80, label="Years it covers", help_text="For example: 2013-2017."
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questionnaire = questionnaire
        self.counts: population.PopulationCounts = []
        countable_questions = [q for q in questionnaire.questions if population.can_be_counted(q)]
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(q.name, f"{q.text['en']} ({q.name})") for q in countable_questions]

    def clean(self) -> dict[str, Any]:
        """Read the lines as counts, and add an error if they do not fit the question."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "question" in cleaned and "lines" in cleaned:
            question = self.questionnaire.question(cleaned["question"])
            try:
                self.counts = population.read_counts(cleaned["lines"], question)
                population.check_first_range(self.counts, question)
            except population.UnfitCounts as unfit:
                self.add_error("lines", str(unfit))
        return cleaned

    def values(self) -> TargetInput:
        values = self.cleaned_data
        counts: list[list[str | int]] = [list(group) for group in self.counts]
        return TargetInput(values["question"], counts, values["source"], values["vintage"])


class TargetCreateForm(TargetForm, CreateForm):
    """A new population target."""


class TargetEditForm(TargetForm, ReviseForm):
    """A population target, for changing."""

    def show_stored(self, record: Record) -> None:
        """Show the stored counts beside the typed ones, too."""
        super().show_stored(record)
        stored = population.counts_text(getattr(record, "counts", []))
        if stored != population.counts_text(self.counts):
            self.stored.append(("People in each group", stored))
