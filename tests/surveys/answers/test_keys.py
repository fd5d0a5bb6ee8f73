"""The keys of sealed answers: an old and a new one together, and none that does not fit."""

from io import StringIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from clayton_review.accounts.models import User
from findings.stories.actions.sealed_notes import open_notes
from findings.stories.models import SealedNote, Story
from surveys import apps
from surveys.analysis.actions.batches import open_batch
from surveys.answers import sealing
from surveys.answers.models import SealedBox
from surveys.survey.models import Survey
from tests.findings import story_factories as stories
from tests.surveys import factories
from tests.surveys.answers.boxes import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(lead: User) -> Survey:
    return factories.open_survey(by=lead, n_invited=1_000)


def rotate(settings: Any) -> None:
    """Make a new pair, and let the worker hold the old key behind it."""
    settings.SURVEY_SEALING_KEY, new = sealing.fresh_key_pair()
    settings.SURVEY_OPENING_KEY = f"{new}, {settings.SURVEY_OPENING_KEY}"


def key_lines() -> list[str]:
    output = StringIO()
    call_command("opening_keys", stdout=output)
    return output.getvalue().splitlines()


def test_boxes_of_the_old_and_the_new_key_are_opened_together(
    survey: Survey, settings: Any
) -> None:
    put(survey, 100)
    rotate(settings)
    put(survey, 121)
    assert len({len(box.ciphertext) for box in SealedBox.objects.all()}) == 1
    assert open_batch(survey_id=survey.pk) == 101
    survey.refresh_from_db()
    assert survey.n_unreadable == 0


def test_the_old_key_is_kept_as_long_as_something_that_waits_needs_it(
    survey: Survey, settings: Any
) -> None:
    current = "Key 1: opens what SURVEY_SEALING_KEY seals now. Keep it."
    put(survey, 3)
    rotate(settings)
    assert key_lines() == [current, "Key 2: something that waits needs it. Keep it."]
    SealedBox.objects.all().delete()
    put(survey, 2)
    assert key_lines() == [current, "Key 2: nothing that waits needs it. It can be removed."]
    SealedBox.objects.create(survey=survey, ciphertext=b"spoiled")
    assert key_lines()[2:] == ["Something that waits opens with none of these keys."]


def test_stories_need_their_key_too(settings: Any) -> None:
    stories.tell()
    rotate(settings)
    assert key_lines()[1] == "Key 2: something that waits needs it. Keep it."
    stories.tell()
    with stories.next_week():
        assert open_notes() == 2


def test_a_story_that_cannot_be_read_keeps_no_other_sealed() -> None:
    stories.tell()
    spoiled = SealedNote.objects.get()
    spoiled.ciphertext = bytes(len(spoiled.ciphertext))
    spoiled.save()
    stories.tell()
    with stories.next_week():
        assert open_notes() == 1
    assert Story.objects.count() == 1
    assert SealedNote.objects.get() == spoiled


@pytest.mark.parametrize(
    ("opening_key", "sentence"),
    [
        ("", "SURVEY_OPENING_KEY is not set"),
        ("nonsense", "SURVEY_OPENING_KEY is not a key of 32 bytes"),
        (sealing.fresh_key_pair()[1], "SURVEY_OPENING_KEY does not open what SURVEY_SEALING_KEY"),
    ],
    ids=["missing", "malformed", "another"],
)
def test_a_worker_without_the_right_key_does_not_start(
    opening_key: str, sentence: str, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SURVEY_OPENING_KEY = opening_key
    with pytest.raises(SystemExit) as end:
        apps.refuse_unfit_key()
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    with pytest.raises(CommandError, match=sentence):
        call_command("opening_keys")


def test_a_worker_with_the_right_key_among_others_starts(settings: Any) -> None:
    rotate(settings)
    apps.refuse_unfit_key()
    old = settings.SURVEY_OPENING_KEY.split(", ")[1]
    settings.SURVEY_OPENING_KEY = f"{old}, {settings.SURVEY_OPENING_KEY}"
    apps.refuse_unfit_key()


def test_the_check_compares_the_pair_where_both_are_known(settings: Any) -> None:
    assert run_checks(tags=["security"]) == []
    settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()[1]
    assert [error.msg for error in run_checks(tags=["security"])] == [sealing.UNFIT_PAIR]
    settings.SURVEY_OPENING_KEY = ""  # as on the web server
    assert run_checks(tags=["security"]) == []
