"""Files and requests that mean no good are refused in a sentence, or answered rightly."""

import json
from pathlib import Path
from typing import Any

import pytest

from clayton_review.stats.command.request import answer_request
from clayton_review.stats.errors import StatisticsError

PLAIN = "w,x,y,s\n1,1,2,a\n2,2,1,a\n1,1,1,b\n3,2,2,b\n"
MEAN = {"kind": "mean", "variables": ["x"]}
EVERY_KIND: list[dict[str, Any]] = [
    MEAN,
    {"kind": "total", "variables": ["x"]},
    {"kind": "proportion", "variable": "x", "level": 1},
    {"kind": "ratio", "numerator": "x", "denominator": "y"},
    {"kind": "quantile", "variable": "x", "probability": 0.5},
    {"kind": "crosstab", "row": "x", "column": "y"},
    {"kind": "independence", "row": "x", "column": "y"},
    {"kind": "variance", "variable": "x"},
    {"kind": "contrast", "variables": ["x", "y"], "coefficients": [1, -1]},
]
RAKED = {"method": "rake", "margins": [{"variable": "s", "totals": {"a": 5, "b": 5}}]}


def asked(folder: Path, data: str, estimate: Any, **changes: Any) -> Any:
    (folder / "data.csv").write_text(data)
    estimates = [{"id": "a", **estimate}] if isinstance(estimate, dict) else [estimate]
    request = {"data": "data.csv", "design": {"weights": "w"}, "estimates": estimates}
    return answer_request({**request, **changes}, folder)["results"]["a"]


@pytest.mark.parametrize("estimate", EVERY_KIND, ids=lambda request: str(request["kind"]))
@pytest.mark.parametrize(
    "rows",
    [
        "1,1,2,a\n",  # one row
        "1,1,1,a\n1,1,1,a\n1,1,1,a\n",  # one answer
        "1,0,0,a\n1,0,0,a\n2,0,0,a\n",
        "1,,,a\n1,,,a\n2,,,a\n",  # nobody answered
        "1,inf,1,a\n1,2,-inf,a\n2,1,3,a\n",
        "1e300,1e308,1e308,a\n1e300,-1e308,1e300,a\n2e300,1e308,3,a\n",
        "1e-320,1e-308,1e-308,a\n1e-320,-1e-308,1e-300,a\n2e-320,1e-308,3,a\n",
        "1,one,1,a\n1,2,q,a\n2,1,3,a\n",  # text among numbers
        "0,1,2,a\n0,2,1,a\n1,1,1,b\n",  # one row weighs anything
    ],
)
def test_every_kind_answers_in_plain_numbers_or_refuses(
    tmp_path: Path, estimate: dict[str, Any], rows: str
) -> None:
    try:
        answered = asked(tmp_path, "w,x,y,s\n" + rows, estimate)
    except StatisticsError:
        pass  # every other error and every warning fails
    else:
        json.dumps(answered, allow_nan=False)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "cannot be read"),
        ("w,x\n", "no rows"),
        ("w,x\n1,2,3\n1,2,4\n", "cannot be read"),  # a third field shifts nothing
        ("w,x,x\n1,2,3\n1,4,5\n", "more than one column 'x'"),
        ('w,x\n1,"2\n1,3\n', "cannot be read"),
        ("w,x\ninf,1\n1,2\n", "finite"),
        ("w,x\n-1,1\n1,2\n", "zero or more"),
        ("w,x\n0,1\n0,2\n", "Every weight is zero"),
        ("w,x\n,1\n1,2\n", "finite"),
        ("w,x\nmuch,1\n1,2\n", "holds numbers"),
    ],
)
def test_a_file_that_cannot_be_is_refused(tmp_path: Path, data: str, words: str) -> None:
    with pytest.raises(StatisticsError, match=words):
        asked(tmp_path, data, MEAN)


@pytest.mark.parametrize(
    ("estimate", "changes", "words"),
    [
        ("x", {}, "not a JSON object"),
        ({"kind": ["mean"]}, {}, "no kind"),
        ({**MEAN, "by": ["s"]}, {}, "no column"),
        ({**EVERY_KIND[4], "probability": "half"}, {}, "needs 1 number as probability"),
        ({**EVERY_KIND[4], "probability": None}, {}, "needs 1 number as probability"),
        ({**EVERY_KIND[8], "coefficients": ["a", 1]}, {}, "needs 2 numbers as coefficients"),
        ({**EVERY_KIND[8], "coefficients": [10**400, 1]}, {}, "too large"),
        ({**EVERY_KIND[6], "statistic": ["F"]}, {}, "no test called"),
        ({**EVERY_KIND[2], "interval": ["logit"]}, {}, "no interval"),
        (MEAN, {"design": {"weights": []}}, "no list of weights"),
        (MEAN, {"design": {"weights": ["w", "x"]}}, "no column of weights"),
        (MEAN, {"design": {"weights": {"w": 1}}}, "no column"),
        (MEAN, {"design": {"weights": "w", "fpc": "s"}}, "correction that holds text"),
        (MEAN, {"design": {"weights": "w", "fpc": "y"}}, "more clusters in the sample"),
        (MEAN, {"calibrate": {**RAKED, "trim": {"top": 3}}}, "Limits of trimming"),
        (MEAN, {"calibrate": {**RAKED, "trim": 3}}, "Limits of trimming"),
        (MEAN, {"calibrate": {**RAKED, "trim": {"upper": "x"}}}, "needs 1 number as limits"),
        (
            MEAN,
            {"calibrate": {**RAKED, "method": "logit", "bounds": [1]}},
            "needs 2 numbers as bounds",
        ),
        (
            MEAN,
            {"calibrate": {**RAKED, "method": "logit", "bounds": [None, 2]}},
            "needs 2 numbers as bounds",
        ),
        (
            MEAN,
            {"calibrate": {**RAKED, "margins": [{"variable": "s", "totals": {"a": "x", "b": 1}}]}},
            "needs 2 numbers as totals of 's'",
        ),
        (
            MEAN,
            {
                "calibrate": {
                    **RAKED,
                    "margins": [{"variable": "s", "totals": {"a": 1e308, "b": 1e308}}],
                }
            },
            "too large or too small",
        ),
    ],
)
def test_a_request_that_cannot_be_is_refused(
    tmp_path: Path, estimate: Any, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(StatisticsError, match=words):
        asked(tmp_path, PLAIN, estimate, **changes)


def test_a_missing_answer_has_no_known_total(tmp_path: Path) -> None:
    with pytest.raises(StatisticsError, match="rows without an answer"):
        asked(tmp_path, "w,x,s\n1,2,a\n1,3,\n1,3,b\n", MEAN, calibrate=RAKED)


MANY = "w,x,t,y\n" + "".join(f"{1 + n % 3},{n},t{n},{n % 2}\n" for n in range(5_000))


@pytest.mark.parametrize(
    "estimate",
    [
        {"kind": "mean", "variables": ["t"]},
        {"kind": "total", "variables": ["x", "t"]},
        {"kind": "mean", "variables": ["x"], "by": "t"},
        {"kind": "crosstab", "row": "t", "column": "y"},
        {"kind": "independence", "row": "x", "column": "y"},
    ],
)
def test_too_many_levels_for_a_table_are_named(tmp_path: Path, estimate: dict[str, Any]) -> None:
    with pytest.raises(StatisticsError, match=r"too many levels.*5,000"):
        asked(tmp_path, MANY, estimate)


def test_a_table_too_large_to_hold_is_named_before_it_is_made(tmp_path: Path) -> None:
    data = "w,x,y\n" + "".join(f"1,{n % 500},{n % 499}\n" for n in range(1_000))
    with pytest.raises(StatisticsError, match="249,500 levels or cells in 1,000 rows"):
        asked(tmp_path, data, {"kind": "crosstab", "row": "x", "column": "y"})


def test_many_levels_leave_what_makes_sense(tmp_path: Path) -> None:
    whole = sum(1 + n % 3 for n in range(5_000))
    one_level = {"kind": "proportion", "variable": "t", "level": "t5"}
    assert asked(tmp_path, MANY, one_level)[0]["value"] == pytest.approx(3 / whole)
    assert asked(tmp_path, MANY, MEAN)[0]["n"] == 5_000
    margins = [{"variable": "t", "totals": {f"t{n}": 1 for n in range(5_000)}}]
    with pytest.raises(StatisticsError, match="too many levels"):
        asked(tmp_path, MANY, MEAN, calibrate={"method": "rake", "margins": margins})


@pytest.mark.parametrize("gap", ["", "true,1\n,1\n"])
def test_the_words_true_and_false_are_answers_like_others(tmp_path: Path, gap: str) -> None:
    (tmp_path / "people.csv").write_text("said,weight\ntrue,1\nfalse,1\nfalse,1\n" + gap)
    request = {
        "data": "people.csv",
        "design": {"weights": "weight"},
        "estimates": [
            {"id": "a", "kind": "proportion", "variable": "said", "level": "true"},
            {"id": "b", "kind": "mean", "variables": ["said"]},
        ],
    }
    results = answer_request(request, tmp_path)["results"]
    assert results["a"][0]["value"] == pytest.approx(0.5 if gap else 1 / 3)
    assert [row["level"] for row in results["b"]] == ["false", "true"]
