"""The team's forms: the survey itself, its questionnaire in lines, what became of invitations."""

from typing import Any

from django import forms
from django.utils.text import slugify

from clayton_review.citable.editing import ReviseForm
from clayton_review.web.forms import CreateForm, PortalForm
from surveys.fielding.actions.surveys import SurveyInput
from surveys.survey.models import DispositionKind, SampleKind, Survey
from surveys.survey.policies import RESERVED, RESERVED_ADDRESSES

LARGEST = 2_147_483_647


class SurveyForm(PortalForm):
    """The fields of a survey besides its questions."""

    title = forms.CharField(max_length=160, label="Title for the team")
    slug = forms.SlugField(
        max_length=60,
        required=False,
        label="Address",
        help_text=(
            "Lowercase letters, digits and dashes. Residents see /survey/your-address/. If "
            "you leave this empty, we make it from the title."
        ),
        error_messages={
            "invalid": "Use only lowercase letters, digits and dashes, as in clayton-2019."
        },
    )
    sample = forms.ChoiceField(
        choices=SampleKind.choices,
        label="Sample",
        help_text="Only a probability sample has a margin of error.",
    )
    population = forms.CharField(
        max_length=200,
        required=False,
        label="Population",
        help_text="For example: adults 18 and over living in Clayton.",
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
        help_text="The survey opens automatically on this date if everything is ready.",
    )
    closes_on = forms.DateField(
        required=False,
        label="Closes on",
        help_text="The survey closes automatically after this date.",
    )

    groups = [
        ("The survey", ["title", "slug", "sample"]),
        ("Who is asked", ["population", "population_size", "n_invited"]),
        ("When", ["opens_on", "closes_on"]),
    ]

    def clean_slug(self) -> str:
        """Return the address, made from the title if none was typed."""
        typed: str = self.cleaned_data["slug"]
        address = typed or slugify(self.cleaned_data.get("title", ""))[:60].strip("-")
        if not address and "title" in self.cleaned_data:
            raise forms.ValidationError("Enter an address in lowercase letters, digits and dashes.")
        if address in RESERVED_ADDRESSES and address != self.initial.get("slug"):
            raise forms.ValidationError(RESERVED)
        return address

    def values(self) -> SurveyInput:
        settings = {name: self.cleaned_data[name] for name in SURVEY_FIELDS}
        return SurveyInput(**{**settings, "sample": SampleKind(settings["sample"])})


SURVEY_FIELDS = tuple(SurveyForm.base_fields)


class SurveyCreateForm(SurveyForm, CreateForm):
    """A new survey."""


class SurveyEditForm(SurveyForm, ReviseForm):
    """The fields of a survey, for changing."""


def initial_survey(survey: Survey) -> dict[str, object]:
    return {name: getattr(survey, name) for name in (*SURVEY_FIELDS, "revision")}


ELIGIBILITY = ("eligibility", "eligibility_source")


class DispositionsForm(ReviseForm):
    """The outcomes of invitations that brought no answers, and which unknown ones count."""

    n_invited = forms.IntegerField(
        min_value=0,
        max_value=LARGEST,
        label="Invitations sent",
        help_text="Any not accounted for below count as unknown households.",
    )
    refusal = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    noncontact = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    other = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    unknown_household = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    unknown_other = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    not_eligible = forms.IntegerField(min_value=0, max_value=LARGEST, initial=0)
    eligibility = forms.DecimalField(
        min_value=0,
        max_value=1,
        max_digits=5,
        decimal_places=4,
        required=False,
        label="Share that is eligible (e)",
        help_text=(
            "From 0 to 1, from a published source. If you leave this empty, we use the "
            "share among the cases whose eligibility is known."
        ),
        error_messages={"max_value": "Enter a share from 0 to 1, such as 0.85."},
    )
    eligibility_source = forms.CharField(
        max_length=300, required=False, label="Its source", help_text="Study or agency, and year."
    )

    groups = [
        ("Sent", ["n_invited"]),
        ("Came back without answers", [kind.value for kind in DispositionKind]),
        ("Unknown cases", ["eligibility", "eligibility_source"]),
    ]

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for kind in DispositionKind:
            self.fields[kind.value].label = kind.label

    def clean(self) -> dict[str, Any] | None:
        """Add an error unless share and source are both given, or neither."""
        cleaned = super().clean()
        if "eligibility" not in self.cleaned_data or "eligibility_source" not in self.cleaned_data:
            return cleaned
        share, source = (self.cleaned_data[name] for name in ELIGIBILITY)
        if share is None and source:
            self.add_error("eligibility", "Enter the share that this source gives.")
        if share is not None and not source:
            self.add_error("eligibility_source", "Say where the share comes from.")
        return cleaned

    def show_stored(self, record: Survey) -> None:
        """Keep what was typed, and list what is stored instead, the counts too."""
        super().show_stored(record)
        stored = initial_dispositions(record)
        for kind, typed in self.counts().items():
            if typed != stored.get(kind, 0):
                self.stored.append((str(kind.label), str(stored.get(kind, 0))))

    def counts(self) -> dict[DispositionKind, int]:
        return {kind: self.cleaned_data[kind.value] for kind in DispositionKind}


def initial_dispositions(survey: Survey) -> dict[str, object]:
    known = {disposition.kind: disposition.n for disposition in survey.dispositions.all()}
    names = ("n_invited", "revision", *ELIGIBILITY)
    return {**{name: getattr(survey, name) for name in names}, **known}
