"""Many random tables against the attack, and how long it takes to protect one."""

import time
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from clayton_review.stats.disclosure.cube import Cube, CubeVariable, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.linked_tables import protect_tables, verify_certificate
from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from tests.stats.disclosure.possible_tables import NEW, OCTOBER, count_derivable

pytestmark = pytest.mark.long

RULE = SuppressionRule(minimum_base=0)
MEANS = (2, 3, 6, 12, 25)


def people(random: np.random.Generator, shape: Iterable[int], *names: str) -> Cube:
    sizes = tuple(int(size) for size in shape)
    levels = [
        tuple(f"{name} {at}" for at in range(size)) for name, size in zip(names, sizes, strict=True)
    ]
    variables = [CubeVariable(name, of) for name, of in zip(names, levels, strict=True)]
    return Cube(variables, random.poisson(random.choice(MEANS), sizes))


def two_way(random: np.random.Generator) -> tuple[int, int]:
    cube = people(random, random.integers(2, [7, 9]), "ward", "trust")
    protected = protect_tables(cube, [TableDefinition("t", ("ward", "trust"))], rule=RULE)
    return count_derivable(cube, protected.masked_tables, is_whole=False)


def three_way(random: np.random.Generator) -> tuple[int, int]:
    cube = people(random, random.integers(2, [5, 5, 4]), "ward", "age", "trust")
    protected = protect_tables(cube, [TableDefinition("t", ("ward", "age", "trust"))], rule=RULE)
    return count_derivable(cube, protected.masked_tables)


def linked(random: np.random.Generator) -> tuple[int, int]:
    """Trust by ward and trust by age, in October and, with some people new, in November."""
    cube = people(random, random.integers(2, 4, size=3), "ward", "age", "trust")
    new = random.poisson(cube.counts * random.uniform(0.05, 0.4))
    months = CubeVariable("came in", (*OCTOBER["came in"], *NEW["came in"]))
    cube = Cube([*cube.variables, months], np.stack([cube.counts, new], axis=-1))
    before: tuple[MaskedTable, ...] = ()
    for name, where in (("October", OCTOBER), ("November", {})):
        wanted = [
            TableDefinition(f"{name} {axis}", (axis, "trust"), where) for axis in ("ward", "age")
        ]
        protected = protect_tables(cube, wanted, before, RULE)
        verify_certificate(protected.certificate, cube, protected.masked_tables, before)
        before = (*before, *protected.masked_tables)
    apart = [TableDefinition(f"new {axis}", (axis, "trust"), NEW) for axis in ("ward", "age")]
    return count_derivable(cube, before, apart)


KINDS = [two_way, three_way, linked]


@pytest.mark.parametrize(("kind", "n"), [(two_way, 20), (three_way, 5), (linked, 3)])
def test_no_cell_of_random_tables_can_be_worked_out(
    kind: Callable[[np.random.Generator], tuple[int, int]], n: int
) -> None:
    random = np.random.default_rng(20181)
    assert {kind(random) for _ in range(n)} == {(0, 0)}


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_of_a_thousand_random_tables_can_be_worked_out(
    kind: Callable[[np.random.Generator], tuple[int, int]],
    record_property: Callable[[str, object], None],
) -> None:
    random = np.random.default_rng(2018)
    kinds = np.array([kind(random) for _ in range(1000)])
    record_property("tables", len(kinds))
    record_property("derivable", int(kinds[:, 0].sum()))
    record_property("too narrow", int(kinds[:, 1].sum()))
    assert not kinds.any()


@pytest.mark.parametrize(
    ("shape", "mean", "n", "seconds"),
    [((5, 5), 6, 3, 2), ((10, 20), 6, 3, 20), ((5, 5, 8), 6, 1, 20)],
)
def test_how_long_a_table_takes(shape: tuple[int, ...], mean: int, n: int, seconds: float) -> None:
    names = ("ward", "age", "trust")[-len(shape) :]
    durations = []
    for seed in range(n):
        counts = np.random.default_rng(seed).poisson(mean, shape)
        variables = [
            CubeVariable(name, tuple(str(at) for at in range(size)))
            for name, size in zip(names, shape, strict=True)
        ]
        started = time.process_time()
        protect_tables(Cube(variables, counts), [TableDefinition("t", names)])
        durations.append(time.process_time() - started)
    assert min(durations) < seconds
