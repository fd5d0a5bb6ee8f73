"""Certificates are read back and worked out again; what cannot be judged is refused."""

from dataclasses import replace

import numpy as np
import pytest

from clayton_review.stats.disclosure.certificate import Certificate, CertificateError, _join_names
from clayton_review.stats.disclosure.cube import Cube, CubeVariable, MaskedTable, TableDefinition
from clayton_review.stats.disclosure.intruder import AuditError
from clayton_review.stats.disclosure.linked_tables import (
    certify,
    protect_tables,
    verify_certificate,
)
from clayton_review.stats.errors import OutOfRangeError
from tests.stats.disclosure.possible_tables import (  # fmt: skip
    NEW_PEOPLE,
    month,
    october,
    replace_counts,
    two_months,
)


def test_a_certificate_is_read_back_and_worked_out_again() -> None:
    cube = two_months(NEW_PEOPLE)
    before = october(cube)
    protected = protect_tables(cube, [month(cube, "November", {})], before)
    certificate = Certificate.from_json(protected.certificate.to_json())
    assert certificate == protected.certificate
    verify_certificate(certificate, cube, protected.masked_tables, before)
    with pytest.raises(CertificateError):
        verify_certificate(
            replace(certificate, n_complementary=0), cube, protected.masked_tables, before
        )
    with pytest.raises((CertificateError, AuditError)):
        verify_certificate(
            certificate,
            two_months(NEW_PEOPLE + 5),
            [replace(protected.masked_tables[0], issued=None)],
            (),
        )


def test_the_sentence_and_the_public_form() -> None:
    cube = two_months(NEW_PEOPLE)
    protected = protect_tables(cube, [month(cube, "November", {})], october(cube))
    n = int(protected.masked_tables[0].hidden.sum())
    assert protected.certificate.sentence.startswith(f"{n} of 16 counts are hidden; ")
    assert "checked together with “October”" in protected.certificate.sentence
    public = protected.certificate.to_public()
    assert public["n_hidden"] == n
    assert protected.certificate.sentence.endswith(
        "someone who also knows the rule may conclude that a count is under 5."
    )
    for_the_team = {"n_primary", "n_complementary", "bounds", "n_small_differences", "narrowest"}
    assert not for_the_team & set(public)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a"], "“a”"),
        (["a", "b"], "“a” and “b”"),
        (["a", "b", "c", "d", "e"], "“a”, “b”, “c” and 2 more"),
    ],
)
def test_three_tables_are_named_and_the_others_counted(names: list[str], words: str) -> None:
    assert _join_names(names) == words


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
        protect_tables(replace_counts(cube, counts), [month(cube, "November", {})], before)


@pytest.mark.parametrize(
    "table",
    [
        TableDefinition("t", ()),
        TableDefinition("t", ("ward", "ward")),
        TableDefinition("t", ("wards",)),
        TableDefinition("t", ("ward",), {"trust": ()}),
        TableDefinition("t", ("ward",), {"trust": ("none",)}),
        TableDefinition("t", ("ward",), {"trust": ("low", "low")}),
    ],
)
def test_a_table_that_does_not_fit_the_cube_is_refused(table: TableDefinition) -> None:
    with pytest.raises(OutOfRangeError):
        protect_tables(two_months(NEW_PEOPLE), [table])


def test_two_tables_of_one_name_and_masks_that_do_not_fit_are_refused() -> None:
    cube = two_months(NEW_PEOPLE)
    table = month(cube, "November", {})
    with pytest.raises(OutOfRangeError):
        protect_tables(cube, [table, table])
    with pytest.raises(OutOfRangeError):
        certify(cube, [MaskedTable(table, np.zeros(3, dtype=bool))])
    everything = np.zeros((4, 4), dtype=bool)
    with pytest.raises(OutOfRangeError):
        certify(
            cube,
            [
                MaskedTable(table, everything),
                MaskedTable(TableDefinition("o", ("ward",)), ~everything[0]),
            ],
        )


def test_tables_too_large_to_judge_are_refused() -> None:
    names = tuple(str(at) for at in range(60))
    cube = Cube([CubeVariable("a", names), CubeVariable("b", names)], np.ones((60, 60), dtype=int))
    with pytest.raises(OutOfRangeError, match=r"^“t” has more than 3,000 cells\.$"):
        protect_tables(cube, [TableDefinition("t", ("a", "b"))])


@pytest.mark.parametrize(
    ("variables", "shape", "sentence"),
    [
        ("aa", (60, 60), "Two variables, or two levels of one, have the same name."),
        ("ab", (60, 59), "Counts of shape (60, 59) do not fit the variables."),
        ("", (), "Counts of shape () do not fit the variables."),
        ("abc", (60, 60, 60), "A table has 1 to 5,000 cells, not 216,000."),
    ],
)
def test_counts_that_are_no_cube_are_refused(
    variables: str, shape: tuple[int, ...], sentence: str
) -> None:
    levels = tuple(str(at) for at in range(60))
    named = [CubeVariable(name, levels) for name in variables]
    with pytest.raises(OutOfRangeError) as refusal:
        Cube(named, np.ones(shape, dtype=int))
    assert str(refusal.value) == sentence


def test_no_table_makes_an_empty_certificate() -> None:
    protected = protect_tables(two_months(NEW_PEOPLE), [])
    assert (protected.masked_tables, protected.certificate.bounds) == ((), ())
