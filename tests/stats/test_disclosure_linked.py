"""Tests of linked tables and earlier releases, attacked by a program that shares no code with it.

The attack knows nothing but the people's variables and the shown counts: one program for the
smallest and one for the largest value of each cell it is curious about.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog, milp

from clayton_review.stats import outsider, suppression, system
from clayton_review.stats.certificate import Certificate, CertificateError
from clayton_review.stats.cube import Cube, Published, Release, Variable
from clayton_review.stats.errors import OutOfRangeError
from clayton_review.stats.linked import certify, protect_all, verify
from clayton_review.stats.outsider import AuditError
from clayton_review.stats.rule import Rule

Counts = NDArray[np.int64]
Cells = list[tuple[Any, ...]]
FAR = 100_000
OCTOBER = {"came in": ("by October",)}


def cube_of(counts: Any, **levels: Sequence[str]) -> Cube:
    return Cube(
        [Variable(name.replace("_", " "), tuple(of)) for name, of in levels.items()], counts
    )


def cells_of(cube: Cube, table: Published) -> Iterator[tuple[tuple[int, ...], Counts]]:
    """Each cell of a table, margins included, with a 1 for every atom in it."""
    names = [variable.name for variable in cube.variables]
    counted = [
        [v.levels.index(level) for level in table.where.get(v.name, v.levels)]
        for v in cube.variables
    ]
    of_axis = [counted[names.index(axis)] for axis in table.axes]
    for place in itertools.product(*(range(len(levels) + 1) for levels in of_axis)):
        chosen = list(counted)
        for axis, at, levels in zip(table.axes, place, of_axis, strict=True):
            if at < len(levels):
                chosen[names.index(axis)] = [levels[at]]
        people = np.zeros(cube.counts.shape, dtype=np.int64)
        people[np.ix_(*chosen)] = 1
        yield place, people.reshape(-1)


def attack(
    cube: Cube, releases: Sequence[Release], curious: Sequence[Counts], *, is_whole: bool = True
) -> list[tuple[float, float]]:
    """The range of each cell the outsider is curious about, given all that is shown."""
    truth = cube.counts.reshape(-1)
    left = [
        people
        for release in releases
        for place, people in cells_of(cube, release.table)
        if not release.hidden[place]
    ]
    given: dict[str, Any] = {"bounds": (0, FAR), "method": "highs" if is_whole else "highs-ipm"}
    if left:
        given |= {"A_eq": np.array(left), "b_eq": np.array(left) @ truth}
    if is_whole:
        given["integrality"] = 1
    ranges = []
    for goal in curious:
        low, high = linprog(goal, **given), linprog(-goal, **given)
        assert low.status == high.status == 0
        ranges.append((float(low.fun), -float(high.fun)))
    return ranges


def found_out(
    cube: Cube,
    releases: Sequence[Release],
    unpublished: Sequence[Published] = (),
    *,
    is_whole: bool = True,
) -> tuple[int, int]:
    """How many hidden or small unpublished cells are derivable, and how many narrower than 5.

    Of a hidden cell that is not small only one thing is asked, that it is not derivable.
    """
    truth = cube.counts.reshape(-1)
    hidden = [
        people
        for release in releases
        for place, people in cells_of(cube, release.table)
        if release.hidden[place]
    ]
    apart = [people for table in unpublished for _place, people in cells_of(cube, table)]
    curious = hidden + [people for people in apart if 0 < people @ truth < 5]
    ranges = attack(cube, releases, curious, is_whole=is_whole)
    n_derivable = sum(high - low < 0.5 for low, high in ranges)
    n_narrow = sum(
        bool(0 < people @ truth < 5 and (high - low < 4.5 or high < 4.5))
        for people, (low, high) in zip(curious, ranges, strict=True)
    )
    return n_derivable, n_narrow


def two_months(new: Counts) -> Cube:
    """Trust by ward, with these people coming in after October."""
    old = np.array([[40, 31, 22], [18, 27, 35], [29, 33, 12]])
    return cube_of(
        np.stack([old, new], axis=-1),
        ward=["1", "2", "3"],
        trust=["low", "some", "high"],
        came_in=["by October", "in November"],
    )


def month(cube: Cube, name: str, where: Mapping[str, tuple[str, ...]]) -> Published:
    return Published(name, ("ward", "trust"), where)


def october(cube: Cube) -> tuple[Release, ...]:
    return protect_all(cube, [month(cube, "October", OCTOBER)]).releases


NEW = {"came in": ("in November",)}
NEW_PEOPLE = np.array([[14, 9, 11], [8, 3, 16], [12, 21, 30]])


def test_what_two_months_differ_by_cannot_be_worked_out() -> None:
    cube = two_months(NEW_PEOPLE)
    before = october(cube)
    made = protect_all(cube, [month(cube, "November", {})], before)
    assert not before[0].hidden.any()
    assert made.releases[0].hidden[1, 1]
    assert 4 <= made.releases[0].hidden.sum() <= 5
    assert made.certificate.n_small_shadows >= 1
    new_people = month(cube, "new", NEW)
    assert found_out(cube, [*before, *made.releases], [new_people]) == (0, 0)


def test_sabotage_without_shadows_the_difference_of_two_months_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cube = two_months(NEW_PEOPLE)
    before = october(cube)
    monkeypatch.setattr(system, "shadows", lambda _cube, _tables: ())
    made = protect_all(cube, [month(cube, "November", {})], before)
    derivable, _narrow = found_out(cube, [*before, *made.releases], [month(cube, "new", NEW)])
    assert derivable == 1


def test_sabotage_forgetting_the_earlier_release_gives_the_difference_away() -> None:
    cube = two_months(NEW_PEOPLE)
    made = protect_all(cube, [month(cube, "November", {})])
    released = [*october(cube), *made.releases]
    assert found_out(cube, released, [month(cube, "new", NEW)])[0] == 1
    with pytest.raises(AuditError):
        certify(cube, made.releases, october(cube))


def test_a_month_with_two_new_people_is_refused() -> None:
    new = np.zeros((3, 3), dtype=int)
    new[0, 0] = 2
    cube = two_months(new)
    made = protect_all(cube, [month(cube, "November", {})], october(cube))
    assert made.releases == ()
    assert [refusal.table for refusal in made.refusals] == ["November"]
    assert made.refusals[0].reason == "Refused: subtracted from “October” it would show 2 people."
    assert "2" not in made.refusals[0].public_reason


def test_a_month_without_anybody_new_is_shown_as_before() -> None:
    cube = two_months(np.zeros((3, 3), dtype=int))
    made = protect_all(cube, [month(cube, "November", {})], october(cube))
    assert not made.releases[0].hidden.any()


def test_seven_new_people_hide_so_much_that_the_table_is_refused() -> None:
    new = np.zeros((3, 3), dtype=int)
    new[:, 0] = 2, 2, 3
    cube = two_months(new)
    made = protect_all(cube, [month(cube, "November", {})], october(cube))
    assert made.releases == ()
    assert "every answer" in made.refusals[0].reason


def test_a_count_hidden_in_october_is_not_uncovered_in_november() -> None:
    new = np.full((3, 3), 10)
    cube = two_months(new)
    counts = cube.counts.copy()
    counts[0, 0, 0] = 3
    cube = replace_counts(cube, counts)
    before = october(cube)
    assert before[0].hidden[0, 0]
    new_only = month(cube, "newcomers", NEW)
    made = protect_all(cube, [month(cube, "November", {}), new_only], before)
    everything = [*before, *made.releases]
    assert len(made.releases) == 2
    assert found_out(cube, everything) == (0, 0)
    open_ones = [replace(one, hidden=np.zeros((4, 4), dtype=bool)) for one in made.releases]
    assert found_out(cube, [*before, *open_ones])[0] > 0


def replace_counts(cube: Cube, counts: Counts) -> Cube:
    return Cube(cube.variables, counts)


def ages(young: Sequence[int], old: Sequence[int], rest: Sequence[int]) -> Cube:
    return cube_of(
        [young, old, rest], age=["18 to 34", "35 to 64", "65 and over"], trust=["low", "high"]
    )


def test_a_filter_that_leaves_out_two_people_is_refused() -> None:
    cube = ages([60, 50], [40, 45], [1, 1])
    without = Published("under 65", ("trust",), {"age": ("18 to 34", "35 to 64")})
    made = protect_all(cube, [Published("everybody", ("trust",)), without])
    assert [release.table.name for release in made.releases] == ["everybody"]
    assert made.refusals[0].reason == (
        "Refused: subtracted from “everybody” it would show 2 people."
    )


def test_the_total_less_a_part_cannot_be_worked_out() -> None:
    cube = ages([60, 50], [40, 45], [3, 28])
    part = Published("under 65", ("trust",), {"age": ("18 to 34", "35 to 64")})
    made = protect_all(cube, [Published("everybody", ("trust",)), part])
    rest = Published("65 and over", ("trust",), {"age": ("65 and over",)})
    assert found_out(cube, made.releases, [rest]) == (0, 0)
    assert any(release.hidden.any() for release in made.releases) or made.refusals


def test_a_filter_inside_a_filter_inside_everybody() -> None:
    cube = ages([30, 25], [2, 19], [35, 41])
    inner = Published("18 to 34", ("trust",), {"age": ("18 to 34",)})
    outer = Published("under 65", ("trust",), {"age": ("18 to 34", "35 to 64")})
    made = protect_all(cube, [Published("everybody", ("trust",)), outer, inner])
    between = [
        Published("35 to 64", ("trust",), {"age": ("35 to 64",)}),
        Published("35 and over", ("trust",), {"age": ("35 to 64", "65 and over")}),
        Published("65 and over", ("trust",), {"age": ("65 and over",)}),
    ]
    assert made.releases
    assert found_out(cube, made.releases, between) == (0, 0)


def test_what_two_filters_together_leave_out_is_judged() -> None:
    cube = ages([30, 25], [40, 19], [3, 41])
    tables = [
        Published("everybody", ("trust",)),
        Published("18 to 34", ("trust",), {"age": ("18 to 34",)}),
        Published("35 to 64", ("trust",), {"age": ("35 to 64",)}),
    ]
    made = protect_all(cube, tables)
    rest = Published("65 and over", ("trust",), {"age": ("65 and over",)})
    assert len(made.releases) >= 2
    assert found_out(cube, made.releases, [rest]) == (0, 0)
    naked = [Release(table, np.zeros(3, dtype=bool)) for table in tables]
    assert found_out(cube, naked, [rest])[0] == 1


def test_a_filtered_table_and_a_crosstab_that_has_the_filter_as_an_axis() -> None:
    counts = np.array([[[30, 2], [25, 11]], [[40, 12], [19, 16]]])
    cube = cube_of(
        counts, age=["young", "old"], trust=["low", "high"], came_in=["by October", "in November"]
    )
    part = Published("young in October", ("trust",), {"age": ("young",), **OCTOBER})
    before = protect_all(cube, [part]).releases
    made = protect_all(cube, [Published("all", ("age", "trust"))], before)
    young = Published("young and new", ("trust",), {"age": ("young",), **NEW})
    assert found_out(cube, [*before, *made.releases], [young]) == (0, 0)
    assert made.refusals or made.releases[0].hidden[0, 0]


def test_what_earlier_tables_have_given_away_stops_only_the_tables_that_repeat_it() -> None:
    cube = ages([30, 25], [40, 19], [3, 41])
    naked = Release(Published("leaked", ("age", "trust")), np.zeros((4, 3), dtype=bool))
    wanted = [Published("by age", ("trust", "age")), Published("by trust", ("trust",))]
    made = protect_all(cube, wanted, [naked])
    assert [release.table.name for release in made.releases] == ["by trust"]
    assert "issued earlier" in made.refusals[0].reason
    assert made.certificate.n_given_away == 1
    assert "from earlier tables: 1" in made.certificate.sentence_for_the_team


def test_every_two_of_three_months_are_subtracted() -> None:
    months = ("by October", "in November", "in December")
    counts = np.array([[30, 1, 2], [40, 20, 25]])
    cube = cube_of(counts, trust=["low", "high"], came_in=months)
    tables = [Published(months[n], ("trust",), {"came in": months[: n + 1]}) for n in range(3)]
    judged = system.system_of(cube, tables, Rule())
    assert sorted(judged.counts[judged.is_small].tolist()) == [1, 2, 3]


def test_a_count_hidden_earlier_for_whatever_reason_stays_hidden() -> None:
    cube = cube_of([20, 30, 40], trust="abc")
    before = [Release(Published("all", ("trust",)), np.array([True, True, True, False]))]
    part = Published("a and b", ("trust",), {"trust": ("a", "b")})
    made = protect_all(cube, [part], before)
    assert made.refusals or made.releases[0].hidden.all()
    assert found_out(cube, [*before, *made.releases]) == (0, 0)


def test_tables_sharing_a_margin_are_protected_together() -> None:
    counts = np.random.default_rng(4).poisson(5, (4, 3, 4))
    cube = cube_of(counts, trust="1234", ward="abc", age="wxyz")
    wanted = [Published("ward", ("ward", "trust")), Published("age", ("age", "trust"))]
    made = protect_all(cube, wanted)
    assert found_out(cube, made.releases) == (0, 0)
    verify(made.certificate, cube, made.releases)


def test_bounds_agree_with_counting_every_possible_three_way_table() -> None:
    counts = np.array([[[1, 2], [2, 0]], [[0, 2], [2, 1]]])
    cube = cube_of(counts, a="01", b="01", c="01")
    wanted = [Published(x + y, (x, y)) for x, y in ("ab", "ac", "bc")]
    masks = [np.zeros((3, 3), dtype=bool) for _ in wanted]
    masks[0][:2, :2] = True
    releases = [Release(t, m) for t, m in zip(wanted, masks, strict=True)]
    made = certify(cube, releases, rule=Rule(0, 0))
    every = np.array(list(itertools.product(range(5), repeat=8))).reshape(-1, 2, 2, 2)
    fits = np.ones(len(every), dtype=bool)
    for axis in (1, 2):
        fits &= (every.sum(axis=axis) == counts.sum(axis=axis - 1)).all(axis=(1, 2))
    possible = every[fits].sum(axis=3)
    assert len(made.bounds) == 4
    for bound in made.bounds:
        seen = possible[:, bound.place[0], bound.place[1]]
        assert (bound.lower, bound.upper) == (seen.min(), seen.max())


def test_whole_numbers_tell_more_than_fractions_and_the_audit_knows() -> None:
    cube, releases, goal = integral_trap()
    fraction = attack(cube, releases, [goal], is_whole=False)[0]
    whole = attack(cube, releases, [goal], is_whole=True)[0]
    assert fraction[1] - fraction[0] > 0.9
    assert whole[1] - whole[0] == 0
    with pytest.raises(AuditError):
        certify(cube, releases, rule=Rule(0, 0))


def integral_trap() -> tuple[Cube, list[Release], Counts]:
    """Four totals of 1. Halves of a, b and c leave room for one v, whole people leave none."""
    cube = cube_of([1, 0, 0, 0, 1, 0, 0], kind="abcstuv")
    totals = ["abs", "bct", "cau", "stuv"]
    releases = [
        Release(
            Published(kinds, ("kind",), {"kind": tuple(kinds)}),
            np.array([True] * len(kinds) + [False]),
        )
        for kinds in totals
    ]
    return cube, releases, np.array([0, 0, 0, 0, 0, 0, 1])


def test_hiding_small_cells_alone_is_never_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.array([[20, 3, 31], [14, 22, 17], [9, 40, 25]])
    cube = cube_of(counts, ward="123", trust="123")
    table = Published("t", ("ward", "trust"))
    small_only = np.pad(counts < 5, ((0, 1), (0, 1)))
    with pytest.raises(AuditError):
        certify(cube, [Release(table, small_only)])
    monkeypatch.setattr(
        suppression,
        "_covered",
        lambda task: (task.system.is_small & task.wanted, task.system.counts[None]),
    )
    with pytest.raises(AuditError):
        protect_all(cube, [table])


def test_a_solver_that_fails_releases_nothing(monkeypatch: pytest.MonkeyPatch) -> None:

    def gives_up(*given: Any, **options: Any) -> Any:
        found: Any = milp(*given, **options)
        found.status = 1
        return found

    monkeypatch.setattr(outsider, "milp", gives_up)
    cube = cube_of([[20, 3, 31], [14, 22, 17]], ward="12", trust="123")
    with pytest.raises(AuditError, match="could not judge"):
        protect_all(cube, [Published("t", ("ward", "trust"))])


def test_a_solution_that_does_not_add_up_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:

    def lies(*given: Any, **options: Any) -> Any:
        found: Any = milp(*given, **options)
        found.x = found.x + 1.0
        return found

    monkeypatch.setattr(outsider, "milp", lies)
    cube = cube_of([[20, 3, 31], [14, 22, 17]], ward="12", trust="123")
    with pytest.raises(AuditError, match="add up"):
        protect_all(cube, [Published("t", ("ward", "trust"))])


def test_what_everybody_knows_to_be_nobody_protects_nothing() -> None:
    counts = np.array([[0, 3, 31], [14, 22, 17], [9, 40, 25]])
    impossible = counts == 0
    levels = [Variable("age", ("a", "b", "c")), Variable("work", ("x", "y", "z"))]
    table = Published("t", ("age", "work"))
    made = protect_all(Cube(levels, counts, impossible), [table])
    assert not made.releases[0].hidden[0, 0]
    assert found_out(Cube(levels, counts), made.releases) == (0, 0)


def test_a_certificate_is_read_back_and_worked_out_again() -> None:
    cube = two_months(NEW_PEOPLE)
    before = october(cube)
    made = protect_all(cube, [month(cube, "November", {})], before)
    kept = Certificate.from_json(made.certificate.to_json())
    assert kept == made.certificate
    verify(kept, cube, made.releases, before)
    with pytest.raises(CertificateError):
        verify(replace(kept, n_complementary=0), cube, made.releases, before)
    with pytest.raises((CertificateError, AuditError)):
        verify(kept, two_months(NEW_PEOPLE + 5), [replace(made.releases[0], issued=None)], ())


def test_the_sentence_and_the_public_form() -> None:
    cube = two_months(NEW_PEOPLE)
    made = protect_all(cube, [month(cube, "November", {})], october(cube))
    n = int(made.releases[0].hidden.sum())
    assert made.certificate.sentence.startswith(f"{n} of 16 counts are hidden; ")
    assert made.certificate.sentence.endswith("checked together with “October”.")
    public = made.certificate.to_public()
    assert public["n_hidden"] == n
    for_the_team = {"n_primary", "n_complementary", "bounds", "n_small_shadows", "narrowest"}
    assert not for_the_team & set(public)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rule": {}}', "null"])
def test_what_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(CertificateError):
        Certificate.from_json(text)


def test_a_cube_that_does_not_give_what_was_issued_is_refused() -> None:
    cube = two_months(NEW_PEOPLE)
    before = october(cube)
    counts = cube.counts.copy()
    counts[0, 0, 0] += 1
    with pytest.raises(OutOfRangeError, match="issued"):
        protect_all(replace_counts(cube, counts), [month(cube, "November", {})], before)


@pytest.mark.parametrize(
    "table",
    [
        Published("t", ()),
        Published("t", ("ward", "ward")),
        Published("t", ("wards",)),
        Published("t", ("ward",), {"trust": ()}),
        Published("t", ("ward",), {"trust": ("none",)}),
        Published("t", ("ward",), {"trust": ("low", "low")}),
    ],
)
def test_a_table_that_does_not_fit_the_cube_is_refused(table: Published) -> None:
    with pytest.raises(OutOfRangeError):
        protect_all(two_months(NEW_PEOPLE), [table])


def test_two_tables_of_one_name_and_masks_that_do_not_fit_are_refused() -> None:
    cube = two_months(NEW_PEOPLE)
    table = month(cube, "November", {})
    with pytest.raises(OutOfRangeError):
        protect_all(cube, [table, table])
    with pytest.raises(OutOfRangeError):
        certify(cube, [Release(table, np.zeros(3, dtype=bool))])
    everything = np.zeros((4, 4), dtype=bool)
    with pytest.raises(OutOfRangeError):
        certify(
            cube, [Release(table, everything), Release(Published("o", ("ward",)), ~everything[0])]
        )


def test_tables_too_large_to_judge_are_refused() -> None:
    names = tuple(str(at) for at in range(60))
    cube = Cube([Variable("a", names), Variable("b", names)], np.ones((60, 60), dtype=int))
    with pytest.raises(OutOfRangeError):
        protect_all(cube, [Published("t", ("a", "b"))])
    with pytest.raises(OutOfRangeError):
        Cube([Variable("a", names)] * 2, np.ones((60, 60), dtype=int))


def test_no_table_makes_an_empty_certificate() -> None:
    made = protect_all(two_months(NEW_PEOPLE), [])
    assert (made.releases, made.certificate.bounds) == ((), ())
