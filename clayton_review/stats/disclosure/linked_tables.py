"""Disclosure control over linked tables and those that were issued earlier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clayton_review.stats.disclosure.certificate import (
    Bound,
    Certificate,
    CertificateError,
    Covered,
)
from clayton_review.stats.disclosure.cube import Cube, Published, Release
from clayton_review.stats.disclosure.refusals import Refusal, refused_as_empty, refused_at_sight
from clayton_review.stats.disclosure.rule import Mask, Rule
from clayton_review.stats.disclosure.suppression import audited, bounds_of, suppress
from clayton_review.stats.disclosure.suppression_problem import Case, case_of, read
from clayton_review.stats.errors import OutOfRangeError

Ends = Mapping[int, tuple[int, int | None]]  # by cell of the system


@dataclass(frozen=True, eq=False)
class Protected:
    """Tables with what to hide of them, those refused, and the certificate of the former."""

    releases: tuple[Release, ...]
    refusals: tuple[Refusal, ...]
    certificate: Certificate


def protect_all(
    cube: Cube,
    wanted: Sequence[Published],
    earlier: Sequence[Release] = (),
    rule: Rule | None = None,
) -> Protected:
    """What to hide of the `wanted` tables so that nothing small can be learned from all together.

    Nothing small can be worked out from them, the `earlier` releases and all differences of these
    (`differences`), by somebody who knows that counts are whole. What was shown earlier stays
    shown, what was hidden stays hidden. A table is refused as a whole where its total less that of
    another is small, where what is issued gives a small count of it away, or where for the sake of
    other tables nothing is left of it; of two wanted tables the later one goes. `cube` holds
    everybody in any of the tables. Raises `OutOfRangeError` for tables that do not fit the cube,
    share a name or are too large; `AuditError` for what the solver cannot bound: then nothing is
    released.
    """
    rule = rule or Rule()
    kept, refusals = list(wanted), list[Refusal]()
    while kept:
        case = case_of(cube, kept, earlier, rule)
        refusal, made = refused_at_sight(case), None
        if refusal is None:
            hidden = suppress(case.task)
            made = _released(case, hidden)
            refusal = refused_as_empty(case, hidden)
        if made and refusal is None:
            return replace(made, refusals=tuple(refusals))
        if refusal:
            refusals.append(refusal)
            kept = [table for table in kept if table.name != refusal.table]
    return Protected((), tuple(refusals), certify(cube, (), earlier, rule))


def certify(
    cube: Cube,
    releases: Sequence[Release],
    earlier: Sequence[Release] = (),
    rule: Rule | None = None,
) -> Certificate:
    """The certificate of tables as they are masked, however the masks were chosen.

    Raises `AuditError` where they give away what the earlier tables do not, and otherwise as
    `protect_all`.
    """
    rule = rule or Rule()
    if not releases and not earlier:
        return Certificate(rule, 0, 0, ())
    for release in releases:
        release.check(cube)
    case = case_of(cube, [release.table for release in releases], earlier, rule)
    shown, hidden = read(case.system, releases, first=0)
    hidden |= case.task.closed
    if np.any(hidden & (shown | case.task.fixed)):
        raise OutOfRangeError("A count is hidden in one table and shown in another.")
    return _certificate(case, hidden, audited(case.task, hidden))


def verify(
    certificate: Certificate,
    cube: Cube,
    releases: Sequence[Release],
    earlier: Sequence[Release] = (),
) -> None:
    """Work out a certificate once more from the tables.

    Raises `CertificateError` where it says anything else, and otherwise as `certify`.
    """
    if certify(cube, releases, earlier, certificate.rule) != certificate:
        raise CertificateError("The certificate does not belong to these tables.")


def bounds_as_masked(cube: Cube, release: Release) -> tuple[Bound, ...]:
    """What an outsider can derive of the hidden cells of one table, whether or not it is safe.

    Raises as `certify`, but never for what is derivable.
    """
    release.check(cube)
    case = case_of(cube, [release.table], (), Rule(0, 0))
    shown, hidden = read(case.system, [release], first=0)
    return tuple(_bounds(case, 0, bounds_of(case.system, shown, hidden & ~shown)))


def _released(case: Case, hidden: Mask) -> Protected:
    certificate = _certificate(case, hidden, audited(case.task, hidden))
    releases = []
    for table, places in zip(case.wanted, case.system.places, strict=False):
        mask = hidden[places]
        releases.append(Release(table, mask, np.where(mask, -1, case.system.counts[places])))
    return Protected(tuple(releases), (), certificate)


def _certificate(case: Case, hidden: Mask, ends: Ends) -> Certificate:
    system, lost, n_wanted = case.system, case.task.lost, len(case.wanted)
    cells = np.concatenate([np.zeros(0, int), *(p.reshape(-1) for p in system.places[:n_wanted])])
    is_shadow = system.is_small & ~system.in_tables(range(len(system.places)))
    widths = [h - low for cell, (low, h) in ends.items() if h is not None and not lost[cell]]
    covered = [
        Covered(table.name, tuple(size - 1 for size in table.shape(case.cube)))
        for table in case.tables
    ]
    return Certificate(
        rule=case.task.rule,
        n_primary=int((hidden & system.is_small)[cells].sum()),
        n_complementary=int((hidden & ~system.is_small)[cells].sum()),
        bounds=tuple(one for at in range(len(covered)) for one in _bounds(case, at, ends)),
        tables=tuple(covered[:n_wanted]),
        earlier=tuple(covered[n_wanted:]),
        n_cells=cells.size,
        n_shadows=system.n_shadows,
        n_small_shadows=int(is_shadow.sum()),
        n_given_away=int((lost & system.is_small).sum()),
        narrowest=min(widths, default=None),
    )


def _bounds(case: Case, at: int, ends: Ends) -> list[Bound]:
    places, found = case.system.places[at], []
    for place, cell in np.ndenumerate(places):
        if int(cell) in ends and not case.task.fixed[cell]:
            named = tuple(
                None if spot == size - 1 else spot
                for spot, size in zip(place, places.shape, strict=True)
            )
            found.append(Bound(named, *ends[int(cell)], case.tables[at].name))
    return found
