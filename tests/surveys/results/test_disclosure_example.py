"""The numbers of docs/disclosure-example.md, computed anew."""

import re
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from clayton_review.stats.disclosure.published_sums import safe_to_publish
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from tests.surveys.results.test_asked_groups import questionnaire, withheld, yes_to

PAGE = Path(settings.BASE_DIR, "docs/disclosure-example.md").read_text()
ROWS = re.findall(r"^\| (yes|no) \| (yes|no) \| (yes|no) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
IS_A, IS_B, IS_ASKED = (np.array([row[place] == "yes" for row in ROWS]) for place in range(3))


@pytest.mark.parametrize(("survey", "is_shown"), [(0, False), (1, True)])
def test_the_example_adds_up_and_ends_as_the_page_says(survey: int, is_shown: bool) -> None:
    counts = np.array([int(row[3 + survey]) for row in ROWS])
    n_a, n_b, n_asked, n_both = (counts[mask].sum() for mask in (IS_A, IS_B, IS_ASKED, IS_A & IS_B))
    assert np.array_equal(IS_ASKED, IS_A | IS_B)
    assert f"{n_a} + {n_b} − {n_asked} = {n_both}" in PAGE
    assert f"{counts.sum()}" in PAGE

    published, asked = np.array([IS_A | True, IS_A, IS_B]), IS_ASKED[None]
    assert safe_to_publish(counts, published, [asked], SuppressionRule()) == (is_shown,)
    of_page = withheld(questionnaire("a = yes or b = yes"), yes_to(*counts.tolist()))
    assert of_page == (set() if is_shown else {"q1"})
