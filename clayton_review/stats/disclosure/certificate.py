"""The proof that stands beside published tables: what was hidden, and how well."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clayton_review.stats.disclosure.rule import Rule
from clayton_review.stats.errors import StatisticsError

VERSION = "1"
METHOD = (
    "For every hidden count, and every small one that subtracting tables would show, the smallest "
    "and the largest whole number that fits all that is published, found with HiGHS by linear and "
    "integer programming and checked in whole numbers."
)


class CertificateError(StatisticsError):
    """A certificate does not belong to these tables, or cannot be read."""


@dataclass(frozen=True)
class Bound:
    """What can be worked out about a hidden cell: it lies from `lower` to `upper`.

    `place` says where the cell stands along each axis of the table: (row, column), or (cell,) in a
    one-way table; None stands for the total. `upper` is None where nothing bounds the cell. Both
    ends are possible, not every number between them need be.
    """

    place: tuple[int | None, ...]
    lower: int
    upper: int | None
    table: str = ""

    @property
    def is_derivable(self) -> bool:
        """Whether only one count is possible."""
        return self.lower == self.upper


@dataclass(frozen=True)
class Covered:
    """A table that a certificate speaks of: its name, and its levels along each axis."""

    name: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """The rule, the tables, and the bounds of every hidden cell of theirs.

    For the team. `n_primary` and `n_complementary` count hidden cells of the `tables`, of which
    they have `n_cells`, totals included. Of tables that subtracting would give, `n_shadows` cells
    were judged, and `n_small_shadows` of them are small and were found to have room. The `earlier`
    tables alone leave `n_given_away` small cells less room than the rule asks, and no hiding can
    help. `narrowest` is the smallest difference of upper and lower bound, None if none is bounded
    above. A cell that stands in two tables has a bound in each.
    """

    rule: Rule
    n_primary: int
    n_complementary: int
    bounds: tuple[Bound, ...]
    tables: tuple[Covered, ...] = ()
    earlier: tuple[Covered, ...] = ()
    n_cells: int = 0
    n_shadows: int = 0
    n_small_shadows: int = 0
    n_given_away: int = 0
    narrowest: int | None = None
    method: str = METHOD
    version: str = VERSION

    @property
    def derivable(self) -> tuple[Bound, ...]:
        """Hidden cells that can be worked out; empty for a protected table."""
        return tuple(bound for bound in self.bounds if bound.is_derivable)

    @property
    def n_hidden(self) -> int:
        """How many cells of the tables are hidden, for whichever reason."""
        return self.n_primary + self.n_complementary

    @property
    def sentence(self) -> str:
        """What a Board member and the public are told; it holds whichever cells are the small."""
        said = [f"{self.n_hidden:,} of {self.n_cells:,} counts are hidden"]
        if self.n_hidden:
            width = self.rule.width
            said.append(
                f"what is published leaves at least {width:,} between the smallest and the largest "
                "number each count that is too small could be, so that it cannot be worked out"
            )
        if self.earlier:
            said.append(f"checked together with {_listed([one.name for one in self.earlier])}")
        return "; ".join(said) + "."

    @property
    def sentence_for_the_team(self) -> str:
        """What only those may read who see the counts themselves."""
        said = [
            f"{self.n_primary:,} counts are hidden because they or their base are too small and "
            f"{self.n_complementary:,} for the sake of these or of differences between tables"
        ]
        if self.narrowest is not None:
            said.append(f"the narrowest range of a count that must be kept is {self.narrowest:,}")
        if self.n_given_away:
            said.append(
                f"small counts that follow, or nearly, from earlier tables: {self.n_given_away:,}"
            )
        return "; ".join(said) + "."

    def to_public(self) -> dict[str, Any]:
        """The plain values that anybody may read.

        Left out is what tells small cells from those hidden for their sake, or how many small
        differences there are: `n_primary`, `n_complementary`, `bounds`, `n_small_shadows`,
        `n_given_away`, `narrowest`.
        """
        names = ("n_cells", "n_hidden", "n_shadows", "method", "version", "sentence")
        return {
            "rule": asdict(self.rule),
            "tables": [_plain(one) for one in self.tables],
            "earlier": [_plain(one) for one in self.earlier],
            **{name: getattr(self, name) for name in names},
        }

    def to_json(self) -> str:
        """All of it as a JSON object of plain values, names sorted."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Certificate":
        """Back from `to_json`. Raises `CertificateError` for anything else."""
        try:
            given = json.loads(text)
            given["rule"] = Rule(**given["rule"])
            given["bounds"] = tuple(_bound(one) for one in given["bounds"])
            for name in ("tables", "earlier"):
                given[name] = tuple(Covered(o["name"], tuple(o["shape"])) for o in given[name])
            return cls(**given)
        except (ValueError, KeyError, TypeError) as error:
            raise CertificateError("This is no certificate of disclosure control.") from error


def _bound(given: dict[str, Any]) -> Bound:
    return Bound(**{**given, "place": tuple(given["place"])})


def _plain(covered: Covered) -> dict[str, Any]:
    return {"name": covered.name, "shape": list(covered.shape)}


def _listed(names: Sequence[str]) -> str:
    first = [f"“{name}”" for name in names[:3]]
    more = len(names) - len(first)
    if more:
        first.append(f"{more} more")
    return " and ".join([", ".join(first[:-1]), first[-1]] if len(first) > 1 else first)
