"""The certificate beside published tables: how many counts were hidden and how well."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clayton_review.stats.disclosure.suppression_rule import SuppressionRule
from clayton_review.stats.errors import StatisticsError

VERSION = "2"
METHOD = (
    "For every hidden count, and every small one that subtracting tables would show, the smallest "
    "and the largest whole number that fits all that is published, found with HiGHS by linear and "
    "integer programming and checked in whole numbers. The published counts alone are judged: not "
    "what the rule says about a hidden count, nor what somebody knows about people, nor weighted "
    "shares."
)


class CertificateError(StatisticsError):
    """A certificate does not belong to these tables, or cannot be read."""


@dataclass(frozen=True)
class CellBounds:
    """The range of counts that published tables leave for a hidden cell: `lower` to `upper`.

    `place` is the cell's position along each axis of the table: (row, column), or (cell,) in a
    one-way table; None stands for the total. `upper` is None where nothing bounds the cell. Both
    ends are possible, though not every number between them need be.
    """

    place: tuple[int | None, ...]
    lower: int
    upper: int | None
    table: str = ""

    @property
    def is_derivable(self) -> bool:
        """True if only one count is possible."""
        return self.lower == self.upper


@dataclass(frozen=True)
class CoveredTable:
    """A table that a certificate covers: its name, and its levels along each axis."""

    name: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """The rule, the tables, and the bounds of every hidden cell in them.

    For the team. `n_primary` and `n_complementary` count hidden cells of the `tables`, of which
    they have `n_cells`, totals included. Of tables that subtracting would give, `n_differences`
    cells were judged; `n_small_differences` of them are small and were found to vary enough. The
    `earlier` tables alone leave `n_given_away` small cells a narrower range than the rule asks,
    which no hiding can mend. `narrowest` is the smallest difference of upper and lower bound, None
    if none is bounded above. A cell that stands in two tables has bounds in each.
    """

    rule: SuppressionRule
    n_primary: int
    n_complementary: int
    bounds: tuple[CellBounds, ...]
    tables: tuple[CoveredTable, ...] = ()
    earlier: tuple[CoveredTable, ...] = ()
    n_cells: int = 0
    n_differences: int = 0
    n_small_differences: int = 0
    n_given_away: int = 0
    narrowest: int | None = None
    method: str = METHOD
    version: str = VERSION

    @property
    def derivable(self) -> tuple[CellBounds, ...]:
        """Return bounds of hidden cells that can be worked out; empty for protected tables."""
        return tuple(bound for bound in self.bounds if bound.is_derivable)

    @property
    def n_hidden(self) -> int:
        """Return the number of hidden cells in the tables, for whichever reason."""
        return self.n_primary + self.n_complementary

    @property
    def sentence(self) -> str:
        """Return a sentence for the public that does not tell which cells are small."""
        clauses = [f"{self.n_hidden:,} of {self.n_cells:,} counts are hidden"]
        if self.n_hidden:
            width = self.rule.protection_width
            clauses.append(
                "someone who adds and subtracts the shown counts is left with a range of at least "
                f"{width:,} for each that is too small"
            )
        if self.earlier:
            clauses.append(
                f"checked together with {_join_names([table.name for table in self.earlier])}"
            )
        if self.n_hidden:
            clauses.append(
                f"someone who also knows the rule may conclude that a count is under "
                f"{self.rule.minimum_cell:,}"
            )
        return "; ".join(clauses) + "."

    def to_public(self) -> dict[str, Any]:
        """Return the plain values that anybody may read.

        Left out is what tells small cells from those hidden for their sake, or how many small
        differences there are: `n_primary`, `n_complementary`, `bounds`, `n_small_differences`,
        `n_given_away`, `narrowest`.
        """
        names = ("n_cells", "n_hidden", "n_differences", "method", "version", "sentence")
        return {
            "rule": asdict(self.rule),
            "tables": [_table_to_json(table) for table in self.tables],
            "earlier": [_table_to_json(table) for table in self.earlier],
            **{name: getattr(self, name) for name in names},
        }

    def to_json(self) -> str:
        """Return all of it as a JSON object of plain values, names sorted."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Certificate":
        """Return the certificate that `to_json` wrote.

        Raises `CertificateError` for anything else.
        """
        try:
            stored = json.loads(text)
            stored["rule"] = SuppressionRule(**stored["rule"])
            stored["bounds"] = tuple(_bounds_from_json(bound) for bound in stored["bounds"])
            for name in ("tables", "earlier"):
                stored[name] = tuple(
                    CoveredTable(table["name"], tuple(table["shape"])) for table in stored[name]
                )
            return cls(**stored)
        except (ValueError, KeyError, TypeError) as error:
            raise CertificateError("This is no certificate of disclosure control.") from error


def _bounds_from_json(stored: dict[str, Any]) -> CellBounds:
    return CellBounds(**{**stored, "place": tuple(stored["place"])})


def _table_to_json(covered: CoveredTable) -> dict[str, Any]:
    return {"name": covered.name, "shape": list(covered.shape)}


def _join_names(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names[:3]]
    n_more = len(names) - len(quoted)
    if n_more:
        quoted.append(f"{n_more} more")
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
