"""The command line that recomputes published numbers; a wrong request is one line and status 2."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from clayton_review.stats.command.request import answer_request
from clayton_review.stats.command.request_columns import RequestError

HERE = Path(__file__).parents[1] / "estimates"
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text())
DESIGN = {"weights": "weight", "strata": "stratum", "clusters": "block", "nest": True}
RAKED = {
    "method": "rake",
    "margins": [
        {"variable": "group", "totals": {"A": 3600, "B": 2400, "C": 700}},
        {"variable": "stopped", "totals": {"no": 5200, "yes": 1500}},
    ],
    "trim": None,
}
MEAN = {"id": "a", "kind": "mean", "variables": ["age"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the data without the stratum that has one block only."""
    lines = (HERE / "people.csv").read_text().splitlines(keepends=True)
    lines_kept = [line for line in lines if not line.startswith("campus")]
    (tmp_path / "people.csv").write_text("".join(lines_kept))
    return tmp_path


def asked(*estimates: dict[str, Any], **changes: Any) -> dict[str, Any]:
    base = {"data": "people.csv", "design": DESIGN, "calibrate": RAKED}
    return {**base, "estimates": list(estimates), **changes}


def test_every_kind_of_estimate(folder: Path) -> None:
    answered = answer_request(
        asked(
            MEAN,
            {"id": "b", "kind": "mean", "variables": ["age"], "by": "group"},
            {"id": "c", "kind": "total", "variables": ["income"]},
            {"id": "d", "kind": "proportion", "variable": "trust", "level": "agree"},
            {"id": "e", "kind": "ratio", "numerator": "income", "denominator": "age"},
            {"id": "f", "kind": "quantile", "variable": "income", "probability": 0.5},
            {"id": "g", "kind": "crosstab", "row": "trust", "column": "group"},
            {"id": "h", "kind": "independence", "row": "trust", "column": "stopped"},
            {"id": "i", "kind": "variance", "variable": "age"},
            {
                "id": "j",
                "kind": "contrast",
                "variables": ["age", "income"],
                "coefficients": [1, -0.001],
            },
        ),
        folder,
    )["results"]
    expected = EXPECTED["raked"]
    assert answered["a"][0]["value"] == pytest.approx(expected["age"]["value"], rel=1e-9)
    assert answered["a"][0]["lower"] == pytest.approx(expected["age"]["ci"][0], rel=1e-9)
    assert [row["group"] for row in answered["b"]] == ["A", "B", "C"]
    assert [row["value"] for row in answered["b"]] == pytest.approx(
        expected["age_by_group"]["value"], rel=1e-9
    )
    assert answered["c"][0]["value"] == pytest.approx(expected["income"]["value"], rel=1e-9)
    assert answered["d"][0]["lower"] == pytest.approx(expected["agree"]["logit"][0], rel=1e-6)
    assert answered["e"][0]["value"] == pytest.approx(expected["ratio"]["value"], rel=1e-9)
    assert answered["f"][0]["upper"] == expected["quantiles"][1][2]
    assert sum(row["value"] for row in answered["g"]) == pytest.approx(1)
    assert answered["h"][0]["p_value"] == pytest.approx(expected["f"]["p"], rel=1e-8)
    assert answered["i"][0]["design_effect"] is None
    assert answered["j"][0]["variable"] == "+1×age -0.001×income"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"data": "nothing.csv"}, "cannot be read"),
        ({"data": None}, "names no data"),
        ({"design": None}, "no design"),
        ({"design": {"weights": "trust"}}, "holds numbers"),
        ({"design": {"weights": "weight", "strata": "nothing"}}, "no column 'nothing'"),
        ({"design": {"weights": "weight", "clusters": "block", "strata": "stratum"}}, "nested"),
        ({"design": {**DESIGN, "single_cluster": "guess"}}, "single cluster is one of"),
        ({"calibrate": {**RAKED, "method": "magic"}}, "no calibration 'magic'"),
        ({"calibrate": {"method": "rake", "margins": [{"variable": "group"}]}}, "A margin names"),
        ({"calibrate": {"method": "rake", "margins": [
            {"variable": "group", "totals": {"A": 1, "B": 1}}]}}, "no known total"),
        ({"calibrate": {"method": "rake", "margins": [
            {"variable": "group", "totals": {"A": 1, "B": 1, "C": 1, "D": 1}}]}}, "collapse it"),
        ({"estimates": []}, "no list of estimates"),
        ({"estimates": [{**MEAN, "kind": "magic"}]}, "no kind 'magic'"),
        ({"estimates": [MEAN, MEAN]}, "an id of its own"),
        ({"estimates": [{**MEAN, "variables": ["nothing"]}]}, "no column 'nothing'"),
        ({"estimates": [{"id": "v", "kind": "variance", "variable": "trust"}]}, "holds text"),
        ({"estimates": [{"id": "q", "kind": "quantile", "variable": "age",
                         "probability": 1.5}]}, "must lie between 0 and 1"),
    ],
)  # fmt: skip
def test_a_wrong_request_is_told_in_a_sentence(
    folder: Path, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        answer_request(asked(MEAN, **{"calibrate": None, **changes}), folder)


def test_the_command_line_answers_and_refuses(folder: Path) -> None:
    (folder / "request.json").write_text(json.dumps(asked(MEAN)))
    (folder / "wrong.json").write_text(json.dumps(asked({**MEAN, "kind": "x"})))

    def run(name: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "clayton_review.stats", str(folder / name)],
            cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        )  # fmt: skip

    completed = run("request.json")
    assert (completed.returncode, completed.stderr) == (0, "")
    assert json.loads(completed.stdout)["results"]["a"][0]["n"] > 80
    for name in ("wrong.json", "nothing.json"):
        refused = run(name)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert len(refused.stderr.splitlines()) == 1
        assert "error" in json.loads(refused.stderr)


def test_what_is_no_request_is_refused(tmp_path: Path) -> None:
    requests: list[object] = [None, [], "x", 3]
    for request in requests:
        with pytest.raises(RequestError, match="not a JSON object"):
            answer_request(request, tmp_path)
