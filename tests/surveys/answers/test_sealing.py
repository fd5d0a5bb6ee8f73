"""A sealed box tells nothing, not even the length of what is in it, and fails closed."""

from typing import Any
from uuid import uuid4

import pytest

from surveys.answers import sealing

SURVEY, BOX = uuid4(), uuid4()


def sealed(text: str) -> bytes:
    content = {"answers": {"story": text}}
    return sealing.seal(content, n_bytes=20_480, survey_id=SURVEY, box_id=BOX)


def test_what_was_sealed_comes_out_again() -> None:
    opened = sealing.open_box(sealed("Ünï¢ødé 🚓"), survey_id=SURVEY, box_id=BOX)
    assert opened == {"answers": {"story": "Ünï¢ødé 🚓"}}


def test_boxes_have_one_size_whatever_is_in_them() -> None:
    assert len({len(sealed("x" * n)) for n in range(0, 20_000, 2_000)}) == 1


def test_the_same_answers_never_look_the_same() -> None:
    assert sealed("yes") != sealed("yes")


def test_a_box_moved_to_another_row_or_survey_does_not_open() -> None:
    with pytest.raises(sealing.KeyUnusable):
        sealing.open_box(sealed("x"), survey_id=SURVEY, box_id=uuid4())
    with pytest.raises(sealing.KeyUnusable):
        sealing.open_box(sealed("x"), survey_id=uuid4(), box_id=BOX)


def test_another_key_does_not_open_the_box(settings: Any) -> None:
    box = sealed("x")
    settings.SURVEY_OPENING_KEY = sealing.fresh_key_pair()[1]
    with pytest.raises(sealing.KeyUnusable, match="does not open"):
        sealing.open_box(box, survey_id=SURVEY, box_id=BOX)


@pytest.mark.parametrize("key", ["", "not base64!", "c2hvcnQ="])
def test_a_missing_or_malformed_key_is_named(key: str, settings: Any) -> None:
    settings.SURVEY_SEALING_KEY = settings.SURVEY_OPENING_KEY = key
    with pytest.raises(sealing.KeyUnusable, match="SURVEY_SEALING_KEY"):
        sealed("x")
    with pytest.raises(sealing.KeyUnusable, match="SURVEY_OPENING_KEY"):
        sealing.open_box(b"x" * 100, survey_id=SURVEY, box_id=BOX)


def test_more_than_fits_into_a_box_is_refused() -> None:
    with pytest.raises(sealing.AnswersTooLong):
        sealed("x" * 20_480)
