"""A request to recompute published numbers: what `python -m clayton_review.stats` reads.

The format is documented in docs/recompute.md. Nothing here needs the portal or its database.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from clayton_review.stats.command.request_data import (
    JsonObject,
    RequestData,
    RequestError,
    ResultRow,
    level_text,
    load_request_data,
    required_list,
    required_numbers,
)
from clayton_review.stats.errors import StatisticsError
from clayton_review.stats.estimates.design import Codes
from clayton_review.stats.estimates.independence import crosstab_shares, independence_test
from clayton_review.stats.estimates.means_and_totals import (
    Domain,
    Estimates,
    contrast,
    means,
    population_variance,
    ratio,
)
from clayton_review.stats.estimates.means_and_totals import totals as totals_of
from clayton_review.stats.estimates.proportions import proportion
from clayton_review.stats.estimates.quantiles import quantile

INTERVALS = ("logit", "beta", "wilson", "normal")
STATISTICS = ("F", "Chisq", "Wald")


def answer_request(request: object, folder: Path) -> dict[str, Any]:
    """The results of a request by their ids; its data are read from `folder`.

    Raises `StatisticsError` for a request, data or a design that allow no answer.
    """
    if not isinstance(request, dict):
        raise RequestError("The request is not a JSON object.")
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        try:
            return {"results": _results(request, folder)}
        except FloatingPointError as error:
            raise RequestError("Numbers too large or too small to calculate with.") from error


def _results(request: JsonObject, folder: Path) -> dict[str, Any]:
    study = load_request_data(request, folder)
    results: dict[str, Any] = {}
    for asked in required_list(request.get("estimates"), "estimates"):
        if not isinstance(asked, dict):
            raise RequestError("An estimate is not a JSON object.")
        name, kind = asked.get("id"), asked.get("kind")
        if not isinstance(name, str) or name in results:
            raise RequestError("Each estimate needs an id of its own.")
        if not isinstance(kind, str) or kind not in ESTIMATORS:
            raise RequestError(f"Estimate {name!r}: there is no kind {kind!r}.")
        try:
            results[name] = _by_group(asked, study, ESTIMATORS[kind])
        except StatisticsError as error:
            raise RequestError(f"Estimate {name!r}: {error}") from error
    return results


def _by_group(asked: JsonObject, study: RequestData, kind: Callable[..., list[ResultRow]]) -> Any:
    by = asked.get("by")
    if by is None:
        return kind(asked, study, None)
    codes, levels = study.groups(by)
    return [
        {**row, "group": level}
        for place, level in enumerate(levels)
        for row in kind(asked, study, codes == place)
    ]


def _rows(made: Estimates, labels: list[ResultRow]) -> list[ResultRow]:
    lower, upper = made.interval()
    return [
        {
            **label,
            "value": _finite_or_none(made.values[place]),
            "standard_error": _finite_or_none(made.standard_errors[place]),
            "lower": _finite_or_none(lower[place]),
            "upper": _finite_or_none(upper[place]),
            "design_effect": _finite_or_none(made.design_effects[place]),
            "n": made.n,
        }
        for place, label in enumerate(labels)
    ]


def _mean(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    values, labels = study.columns(asked.get("variables"))
    return _rows(means(values, study.design, domain), labels)


def _total(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    values, labels = study.columns(asked.get("variables"))
    return _rows(totals_of(values, study.design, domain), labels)


def _proportion(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    codes, levels = study.codes(asked.get("variable"))
    level, interval = level_text(asked.get("level")), asked.get("interval", "logit")
    if level not in levels or interval not in INTERVALS:
        raise RequestError(f"There is no level {level!r}, or no interval {interval!r}.")
    is_so = np.where(codes < 0, np.nan, codes == levels.index(level))
    made = proportion(is_so, study.design, domain, interval=interval)
    return [{"variable": asked["variable"], "level": level, **_estimate_row(made)}]


def _ratio(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    above, below = asked.get("numerator"), asked.get("denominator")
    made = ratio(study.numbers(above), study.numbers(below), study.design, domain)
    return _rows(made, [{"variable": f"{above} / {below}", "level": None}])


def _quantile(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    values = study.numbers(asked.get("variable"))
    (share,) = required_numbers([asked.get("probability", 0.5)], "probability", 1)
    made = quantile(values, share, study.design, domain)
    return [{"variable": asked["variable"], "level": None, **_estimate_row(made)}]


def _variance(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    made = population_variance(study.numbers(asked.get("variable")), study.design, domain)
    return _rows(made, [{"variable": asked["variable"], "level": None}])


def _contrast(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    values, labels = study.columns(asked.get("variables"))
    weights = np.array(required_numbers(asked.get("coefficients"), "coefficients", len(labels)))
    made = contrast(means(values, study.design, domain), weights)
    name = " ".join(
        f"{weight:+g}×{row['variable']}" for weight, row in zip(weights, labels, strict=True)
    )
    return _rows(made, [{"variable": name, "level": None}])


def _crosstab(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    (rows, row_levels), (columns, column_levels) = _pair(asked, study)
    made = crosstab_shares(
        rows, columns, (len(row_levels), len(column_levels)), study.design, domain
    )
    labels = [{"row": row, "column": column} for row in row_levels for column in column_levels]
    return _rows(made, labels)


def _independence(asked: JsonObject, study: RequestData, domain: Domain | None) -> list[ResultRow]:
    (rows, row_levels), (columns, column_levels) = _pair(asked, study)
    statistic = asked.get("statistic", "F")
    if statistic not in STATISTICS:
        raise RequestError(f"There is no test called {statistic!r}.")
    shape = (len(row_levels), len(column_levels))
    made = independence_test(rows, columns, shape, study.design, domain, statistic=statistic)
    return [
        {
            "statistic": made.statistic,
            "df": list(made.degrees_of_freedom),
            "p_value": made.p_value,
        }
    ]


def _pair(
    asked: JsonObject, study: RequestData
) -> tuple[tuple[Codes, list[str]], tuple[Codes, list[str]]]:
    rows, columns = study.groups(asked.get("row")), study.groups(asked.get("column"))
    study.check_size(len(rows[1]) * len(columns[1]))
    return rows, columns


ESTIMATORS: dict[str, Callable[[JsonObject, RequestData, Domain | None], list[ResultRow]]] = {
    "mean": _mean,
    "total": _total,
    "proportion": _proportion,
    "ratio": _ratio,
    "quantile": _quantile,
    "variance": _variance,
    "contrast": _contrast,
    "crosstab": _crosstab,
    "independence": _independence,
}


def _estimate_row(made: Any) -> ResultRow:
    return {
        "value": _finite_or_none(made.value),
        "standard_error": _finite_or_none(made.standard_error),
        "lower": _finite_or_none(made.lower),
        "upper": _finite_or_none(made.upper),
        "design_effect": _finite_or_none(getattr(made, "design_effect", np.nan)),
        "n": made.n,
    }


def _finite_or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
