"""The team's forms: facts of a survey, its questionnaire in lines, what became of invitations."""

from django import forms
from django.utils.text import slugify

from clayton_review.web.forms import CreateForm, EditForm, PortalForm
from surveys.actions.surveys import SurveyFacts
from surveys.models import DispositionKind, Sample, Survey

LARGEST = 2_147_483_647


class FactsForm(PortalForm):
    """What is known about a survey besides its questions."""

    title = forms.CharField(max_length=160, label="Title for the team")
    slug = forms.SlugField(
        max_length=60,
        required=False,
        label="Address",
        help_text=(
            "Small letters, digits and dashes; residents see /survey/your-address/. "
            "Left empty, it is made of the title."
        ),
        error_messages={
            "invalid": "Use only small letters, digits and dashes, as in clayton-2019."
        },
    )
    sample = forms.ChoiceField(
        choices=Sample.choices,
        label="Sample",
        help_text="Only a probability sample has a margin of error.",
    )
    population = forms.CharField(
        max_length=200,
        required=False,
        label="Population",
        help_text="Such as: adults 18 and over living in Clayton.",
    )
    population_size = forms.IntegerField(
        min_value=2, max_value=LARGEST, required=False, label="Size of the population"
    )
    n_invited = forms.IntegerField(
        min_value=0, max_value=LARGEST, initial=0, label="Invitations sent"
    )
    opens_on = forms.DateField(
        required=False,
        label="Opens on",
        help_text="The survey opens by itself on this day once nothing is missing.",
    )
    closes_on = forms.DateField(
        required=False, label="Closes on", help_text="The survey closes by itself after this day."
    )

    groups = [
        ("The survey", ["title", "slug", "sample"]),
        ("Who is asked", ["population", "population_size", "n_invited"]),
        ("When", ["opens_on", "closes_on"]),
    ]

    def clean_slug(self) -> str:
        """The address, made of the title where none was typed; it comes after the title."""
        typed: str = self.cleaned_data["slug"]
        made = typed or slugify(self.cleaned_data.get("title", ""))[:60].strip("-")
        if not made and "title" in self.cleaned_data:
            raise forms.ValidationError("Enter an address in small letters, digits and dashes.")
        return made

    def facts(self) -> SurveyFacts:
        """The cleaned values."""
        given = {name: self.cleaned_data[name] for name in FACTS}
        return SurveyFacts(**{**given, "sample": Sample(given["sample"])})


FACTS = tuple(FactsForm.base_fields)


class SurveyCreateForm(FactsForm, CreateForm):
    """A new survey."""


class SurveyEditForm(FactsForm, EditForm):
    """The facts of a survey, for changing."""


def initial_facts(survey: Survey) -> dict[str, object]:
    """What the edit form shows first."""
    return {name: getattr(survey, name) for name in (*FACTS, "revision")}


class DispositionsForm(EditForm):
    """What became of the invitations that brought no answers."""

    n_invited = forms.IntegerField(
        min_value=0,
        max_value=LARGEST,
        label="Invitations sent",
        help_text="Whatever is not accounted for below counts as unknown households.",
    )
    refusal = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    noncontact = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    other = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    unknown_household = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    unknown_other = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    not_eligible = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for kind in DispositionKind:
            self.fields[kind.value].label = kind.label

    def counts(self) -> dict[DispositionKind, int]:
        """The cleaned counts."""
        return {kind: self.cleaned_data[kind.value] for kind in DispositionKind}


def initial_dispositions(survey: Survey) -> dict[str, object]:
    """What the dispositions form shows first."""
    known = {disposition.kind: disposition.n for disposition in survey.dispositions.all()}
    return {"n_invited": survey.n_invited, "revision": survey.revision, **known}
