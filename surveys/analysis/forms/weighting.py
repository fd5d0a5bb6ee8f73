"""The form of a weighting: which populations, which household question, merges and trimming."""

import re
from typing import Any

from django import forms

from clayton_review.citable.editing import ReviseForm
from clayton_review.citable.records import Record
from clayton_review.web.forms import CreateForm, PortalForm
from surveys.analysis import population
from surveys.analysis.models import PopulationTarget
from surveys.analysis.weights import WeightingInput
from surveys.question_types import type_of
from surveys.questionnaire.questionnaire import Questionnaire

MOST_MERGES = 40
_MERGE = re.compile(r"(\w+)\s*:\s*(\S.*?)\s*(?:->|→|>)\s*(\S.*?)\s*")


class WeightingForm(PortalForm):
    """The populations, household question, merges and trimming of a weighting."""

    questions = forms.MultipleChoiceField(
        label="Populations to weight to",
        widget=forms.CheckboxSelectMultiple,
        help_text="We rake the sheets to all of them together.",
    )
    household = forms.ChoiceField(
        required=False,
        label="Adults in the household",
        help_text="When one adult per address answers, people who live with others had a smaller "
        "chance of being chosen. Their sheets are multiplied by the number of adults "
        "first.",
    )
    most_adults = forms.IntegerField(
        min_value=1, max_value=20, initial=4, label="Most adults to count"
    )
    least_in_group = forms.IntegerField(
        min_value=1,
        max_value=1_000,
        initial=20,
        label="Fewest sheets in a group",
        help_text="A group with fewer sheets is merged with the neighbor you name. Nothing is "
        "merged without telling you.",
    )
    merges = forms.CharField(
        required=False,
        max_length=2_000,
        label="Neighbors of small groups",
        widget=forms.Textarea(attrs={"rows": 3, "class": "notation"}),
        help_text="One line per group: the question, a colon, the group, an arrow and its "
        "neighbor, such as “age: 65+ -> 55-64”.",
    )
    trim_at = forms.DecimalField(
        required=False,
        min_value=1.1,
        max_value=99,
        max_digits=4,
        decimal_places=1,
        label="Largest weight, as a multiple of the mean",
        help_text="Larger weights are cut and the sheets are raked again. Leave empty to cut "
        "nothing.",
    )

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        targets: list[PopulationTarget],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.questionnaire = questionnaire
        self.groups_of = {target.question: _names(target) for target in targets}
        _set_choices(
            self.fields["questions"], [(t.question, _words(questionnaire, t)) for t in targets]
        )
        numbers = [
            (q.name, f"{q.text['en']} ({q.name})")
            for q in questionnaire.questions
            if type_of(q.kind).is_number and q.name not in self.groups_of
        ]
        _set_choices(
            self.fields["household"], [("", "Not asked, or all adults could answer"), *numbers]
        )

    def clean_merges(self) -> list[list[str]]:
        """Return the lines as question, group and neighbor."""
        lines = [line.strip() for line in self.cleaned_data["merges"].splitlines() if line.strip()]
        if len(lines) > MOST_MERGES:
            raise forms.ValidationError(f"Write at most {MOST_MERGES} lines.")
        merges = [self._merge(line) for line in lines]
        thin = [(question, group) for question, group, _into in merges]
        for question, group in thin:
            if thin.count((question, group)) > 1:
                raise forms.ValidationError(
                    f"“{question}: {group}” is on two lines. Name one neighbor only."
                )
        return merges

    def clean(self) -> dict[str, Any]:
        """Refuse neighbors in a population that the sheets are not weighted to."""
        cleaned = super().clean() or self.cleaned_data
        for question, _group, _into in cleaned.get("merges", []):
            if question not in cleaned.get("questions", [question]):
                self.add_error(
                    "merges",
                    f"“{question}” is not among the populations you chose. Check it above, or "
                    "remove its lines.",
                )
                break
        return cleaned

    def _merge(self, line: str) -> list[str]:
        match = _MERGE.fullmatch(line)
        if not match:
            raise forms.ValidationError(
                f"“{line[:60]}”: write a question, a group and its neighbor, such as "
                "“age: 65+ -> 55-64”."
            )
        known = self.groups_of.get(match[1], [])
        for group in match.group(2, 3):
            if group not in known:
                names = ", ".join(known) if known else "none with a population"
                raise forms.ValidationError(
                    f"“{group[:60]}” is not a group of “{match[1][:40]}”. Its groups are {names}."
                )
        if match[2] == match[3]:
            raise forms.ValidationError(f"“{line[:60]}”: a group cannot be its own neighbor.")
        return [match[1], match[2], match[3]]

    def values(self) -> WeightingInput:
        values = self.cleaned_data
        return WeightingInput(
            questions=values["questions"],
            household=values["household"],
            most_adults=values["most_adults"],
            least_in_group=values["least_in_group"],
            merges=values["merges"],
            trim_at=values["trim_at"],
        )


class WeightingCreateForm(WeightingForm, CreateForm):
    """A new weighting."""


class WeightingEditForm(WeightingForm, ReviseForm):
    """A weighting, for changing."""

    def show_stored(self, record: Record) -> None:
        """Show the stored neighbors as lines beside the typed ones."""
        super().show_stored(record)
        self.stored = [
            (label, merges_text(getattr(record, "merges", [])))
            if label == MERGES
            else (label, text)
            for label, text in self.stored
        ]


MERGES = str(WeightingForm.base_fields["merges"].label)


def merges_text(merges: list[list[str]]) -> str:
    """Return merges as the lines in which they are typed."""
    return "\n".join(f"{question}: {thin} -> {into}" for question, thin, into in merges)


def _names(target: PopulationTarget) -> list[str]:
    return [str(name) for name, _n in target.counts]


def _words(questionnaire: Questionnaire, target: PopulationTarget) -> str:
    question = questionnaire.question(target.question)
    groups = population.categories(question, target.counts)
    labels = ", ".join(group.label for group in groups)
    return f"{question.text['en']} {labels} ({target.source}, {target.vintage})"


def _set_choices(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices
