"""Answers to requests of `python -m clayton_review.stats`, which recompute published numbers.

The format is documented in docs/recompute.md. Nothing here needs the portal or its database.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from clayton_review.stats.command.request_columns import (
    JsonObject,
    RequestError,
    ResultRow,
    RowsWithDesign,
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
    """Return the results of a request by their ids; its data are read from `folder`.

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
    data = load_request_data(request, folder)
    results: dict[str, Any] = {}
    for entry in required_list(request.get("estimates"), "estimates"):
        if not isinstance(entry, dict):
            raise RequestError("An estimate is not a JSON object.")
        name, kind = entry.get("id"), entry.get("kind")
        if not isinstance(name, str) or name in results:
            raise RequestError("Each estimate needs an id of its own.")
        if not isinstance(kind, str) or kind not in ESTIMATORS:
            raise RequestError(f"Estimate {name!r}: there is no kind {kind!r}.")
        try:
            results[name] = _by_group(entry, data, ESTIMATORS[kind])
        except StatisticsError as error:
            raise RequestError(f"Estimate {name!r}: {error}") from error
    return results


def _by_group(
    entry: JsonObject, data: RowsWithDesign, estimate: Callable[..., list[ResultRow]]
) -> Any:
    variable = entry.get("by")
    if variable is None:
        return estimate(entry, data, None)
    codes, levels = data.groups(variable)
    return [
        {**row, "group": level}
        for place, level in enumerate(levels)
        for row in estimate(entry, data, codes == place)
    ]


def _rows(estimates: Estimates, labels: list[ResultRow]) -> list[ResultRow]:
    lower, upper = estimates.interval()
    return [
        {
            **label,
            "value": _finite_or_none(estimates.values[place]),
            "standard_error": _finite_or_none(estimates.standard_errors[place]),
            "lower": _finite_or_none(lower[place]),
            "upper": _finite_or_none(upper[place]),
            "design_effect": _finite_or_none(estimates.design_effects[place]),
            "n": estimates.n,
        }
        for place, label in enumerate(labels)
    ]


def _mean(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    values, labels = data.columns(entry.get("variables"))
    return _rows(means(values, data.design, domain), labels)


def _total(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    values, labels = data.columns(entry.get("variables"))
    return _rows(totals_of(values, data.design, domain), labels)


def _proportion(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    codes, levels = data.codes(entry.get("variable"))
    level, interval = level_text(entry.get("level")), entry.get("interval", "logit")
    if level not in levels or interval not in INTERVALS:
        raise RequestError(f"There is no level {level!r}, or no interval {interval!r}.")
    is_so = np.where(codes < 0, np.nan, codes == levels.index(level))
    estimate = proportion(is_so, data.design, domain, interval=interval)
    return [{"variable": entry["variable"], "level": level, **_estimate_row(estimate)}]


def _ratio(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    numerator, denominator = entry.get("numerator"), entry.get("denominator")
    estimates = ratio(data.numbers(numerator), data.numbers(denominator), data.design, domain)
    return _rows(estimates, [{"variable": f"{numerator} / {denominator}", "level": None}])


def _quantile(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    values = data.numbers(entry.get("variable"))
    (probability,) = required_numbers([entry.get("probability", 0.5)], "probability", 1)
    estimate = quantile(values, probability, data.design, domain)
    return [{"variable": entry["variable"], "level": None, **_estimate_row(estimate)}]


def _variance(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    estimates = population_variance(data.numbers(entry.get("variable")), data.design, domain)
    return _rows(estimates, [{"variable": entry["variable"], "level": None}])


def _contrast(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    values, labels = data.columns(entry.get("variables"))
    weights = np.array(required_numbers(entry.get("coefficients"), "coefficients", len(labels)))
    estimates = contrast(means(values, data.design, domain), weights)
    name = " ".join(
        f"{weight:+g}×{row['variable']}" for weight, row in zip(weights, labels, strict=True)
    )
    return _rows(estimates, [{"variable": name, "level": None}])


def _crosstab(entry: JsonObject, data: RowsWithDesign, domain: Domain | None) -> list[ResultRow]:
    (rows, row_levels), (columns, column_levels) = _pair(entry, data)
    estimates = crosstab_shares(
        rows, columns, (len(row_levels), len(column_levels)), data.design, domain
    )
    labels = [{"row": row, "column": column} for row in row_levels for column in column_levels]
    return _rows(estimates, labels)


def _independence(
    entry: JsonObject, data: RowsWithDesign, domain: Domain | None
) -> list[ResultRow]:
    (rows, row_levels), (columns, column_levels) = _pair(entry, data)
    statistic = entry.get("statistic", "F")
    if statistic not in STATISTICS:
        raise RequestError(f"There is no test called {statistic!r}.")
    shape = (len(row_levels), len(column_levels))
    test = independence_test(rows, columns, shape, data.design, domain, statistic=statistic)
    return [
        {
            "statistic": test.statistic,
            "df": list(test.degrees_of_freedom),
            "p_value": test.p_value,
        }
    ]


def _pair(
    entry: JsonObject, data: RowsWithDesign
) -> tuple[tuple[Codes, list[str]], tuple[Codes, list[str]]]:
    rows, columns = data.groups(entry.get("row")), data.groups(entry.get("column"))
    data.check_size(len(rows[1]) * len(columns[1]))
    return rows, columns


ESTIMATORS: dict[str, Callable[[JsonObject, RowsWithDesign, Domain | None], list[ResultRow]]] = {
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


def _estimate_row(estimate: Any) -> ResultRow:
    return {
        "value": _finite_or_none(estimate.value),
        "standard_error": _finite_or_none(estimate.standard_error),
        "lower": _finite_or_none(estimate.lower),
        "upper": _finite_or_none(estimate.upper),
        "design_effect": _finite_or_none(getattr(estimate, "design_effect", np.nan)),
        "n": estimate.n,
    }


def _finite_or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
