"""The texts of one line are told apart by bars, by their order and by names of languages."""

import pytest

from surveys.notation.wording_notation import wording_in


@pytest.fixture
def three_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, Spanish and French."""
    monkeypatch.setattr("surveys.notation.wording_notation.TRANSLATIONS", ("es", "fr"))


@pytest.mark.parametrize(
    ("line", "wording"),
    [
        ("Yes", {"en": "Yes"}),
        ("Yes | Sí", {"en": "Yes", "es": "Sí"}),
        ("Yes | Sí | Oui", {"en": "Yes", "es": "Sí", "fr": "Oui"}),
        ("Yes | es: Sí | fr: Oui", {"en": "Yes", "es": "Sí", "fr": "Oui"}),
        ("Yes | fr: Oui", {"en": "Yes", "fr": "Oui"}),
        ("Yes | fr: Oui | Sí", {"en": "Yes", "fr": "Oui", "es": "Sí"}),
        ("Why: say it | Motivo: dígalo", {"en": "Why: say it", "es": "Motivo: dígalo"}),
        ("| Sí", None),
        ("Yes |", None),
        ("Yes | Sí | fr:", None),
        ("Yes | fr: Oui | fr: Si", None),
    ],
)
def test_each_text_is_in_its_language(
    line: str, wording: dict[str, str] | None, three_languages: None
) -> None:
    assert wording_in(line) == wording


def test_with_two_languages_a_second_bar_belongs_to_the_text() -> None:
    assert wording_in("a | b | c") == {"en": "a", "es": "b | c"}
