"""Forms on records say which record they change."""

import pytest

from clayton_review.citable.editing import RevisionForm, attempt


def test_a_form_with_a_revision_needs_the_record_that_it_changes() -> None:
    acts: list[str] = []
    with pytest.raises(TypeError, match="needs the record that this form changes"):
        attempt(RevisionForm({"revision": "1"}), lambda: acts.append("done"))
    assert not acts
