"""A snapshot has one text for the same content, and refuses what would not keep it."""

from typing import Any

import pytest

from clayton_review.reports import canonical


@pytest.mark.parametrize("content", [0.5, [0.5], {"n": 0.5}, {"rows": [("a", [0.5])]}])
def test_a_float_anywhere_is_refused(content: Any) -> None:
    with pytest.raises(TypeError, match="as decimal strings, not as floats"):
        canonical.text_of(content)


def test_the_order_of_names_does_not_matter() -> None:
    text = canonical.text_of({"b": ("0.5", None), "a": "ñ"})
    assert text == canonical.text_of({"a": "ñ", "b": ["0.5", None]}) == '{"a":"ñ","b":["0.5",null]}'
