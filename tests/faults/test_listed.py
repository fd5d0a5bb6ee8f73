"""Tests of the sample, and of the faults listed in `docs/faults.md`."""

from tests.faults.kinds import Fault, faults_of
from tests.faults.listed import equivalent_faults, surviving_faults
from tests.faults.sample import ROOT, code_files, sample


def some_faults() -> list[Fault]:
    return [
        Fault(f"{path}.py", "f", 1, 1, 0, 1, kind, "1", "2", 1)
        for path in "abcdefgh"
        for kind in ("off by one", "yes for no", "removed lock")
    ]


def test_the_sample_draws_of_each_kind_as_many_and_always_the_same() -> None:
    drawn = sample(some_faults(), size=6)
    assert sorted(fault.kind for fault in drawn) == sorted(
        ["off by one", "yes for no", "removed lock"] * 2
    )
    assert drawn == sample(reversed(some_faults()), size=6)
    assert sample(some_faults(), seed="one") != sample(some_faults(), seed="another")


def test_a_changed_line_leaves_the_rest_of_the_sample() -> None:
    drawn = sample(some_faults(), size=9)
    again = sample([fault for fault in some_faults() if fault != drawn[0]], size=9)
    assert len(set(drawn) & set(again)) == 8


def test_every_room_that_decides_saves_or_protects_is_drawn_from() -> None:
    files = set(code_files())
    for path in (
        "surveys/answers/sealing.py", "clayton_review/accounts/access.py",
        "clayton_review/stats/disclosure/suppression.py", "clayton_review/reports/edition.py",
        "incidents/policies.py", "findings/stories/actions/stories.py",
        "clayton_review/dashboard/selectors/tracker.py",
    ):  # fmt: skip
        assert path in files


def test_every_listed_fault_can_still_be_made_and_is_in_one_list() -> None:
    listed = equivalent_faults() | surviving_faults()
    paths = {name.partition(" ")[0] for name in listed}
    known = {
        str(fault)
        for path in paths
        if (ROOT / path).exists()
        for fault in faults_of(path, (ROOT / path).read_text())
    }
    assert listed - known == set()
    assert equivalent_faults() & surviving_faults() == set()
