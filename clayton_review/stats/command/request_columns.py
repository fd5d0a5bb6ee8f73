"""The rows of a request's file with their design: columns by name, as numbers or as codes."""

import csv
import warnings
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clayton_review.stats.errors import StatisticsError, TooManyLevelsError, check_levels
from clayton_review.stats.estimates.design import Codes, Floats, SurveyDesign, survey_design
from clayton_review.stats.weighting import calibration

MAX_NUMBERS = 50_000_000  # rows × columns of one estimate: 400 MB
ResultRow = dict[str, Any]
JsonObject = Mapping[str, Any]


class RequestError(StatisticsError):
    """The request does not say what is to be computed; the message says where."""


@dataclass(frozen=True, eq=False)
class RowsWithDesign:
    """The rows of a file with their design."""

    rows: pd.DataFrame
    design: SurveyDesign

    def column(self, name: object) -> pd.Series:
        """Return a column by its name; raises `RequestError` for an unknown one."""
        if not isinstance(name, str) or name not in self.rows:
            raise RequestError(f"The data have no column {name!r}.")
        return self.rows[name]

    def numbers(self, name: object) -> Floats:
        """Return a column of numbers (n,), missing ones as NaN; raises `RequestError` for text."""
        column = self.column(name)
        if not pd.api.types.is_numeric_dtype(column):
            raise RequestError(f"The column {name!r} holds text where numbers belong.")
        values = column.to_numpy(dtype=np.float64)
        if np.isinf(values).any():
            raise RequestError(f"The column {name!r} holds an infinite number.")
        return values

    def codes(self, name: object) -> tuple[Codes, list[str]]:
        """Return a column as codes (n,) into its sorted levels, −1 for missing.

        Any number of levels.
        """
        categories = pd.Categorical(self.column(name))
        return categories.codes.astype(np.int64), [
            level_text(level) for level in categories.categories
        ]

    def groups(self, name: object) -> tuple[Codes, list[str]]:
        """Return a column as codes (n,) with its levels, for a table or a breakdown.

        Raises `TooManyLevelsError` over 1,000 levels, `RequestError` for none.
        """
        codes, levels = self.codes(name)
        check_levels(f"The column {name!r}", len(levels))
        if not levels:
            raise RequestError(f"No one in the sample answered {name!r}.")
        return codes, levels

    def check_size(self, n_columns: int) -> None:
        """Raise `TooManyLevelsError` where one estimate would need more than 50 million numbers."""
        if n_columns * len(self.rows) > MAX_NUMBERS:
            raise TooManyLevelsError(
                f"{n_columns:,} levels or cells in {len(self.rows):,} rows are too many levels to "
                "estimate together: group the answers."
            )

    def columns(self, names: object) -> tuple[Floats, list[ResultRow]]:
        """Return columns side by side (n, k) with their labels.

        A text column gives one for each level.
        """
        parts: list[Floats] = []
        labels: list[ResultRow] = []
        for name in required_list(names, "variables"):
            if pd.api.types.is_numeric_dtype(self.column(name)):
                parts.append(self.numbers(name))
                labels.append({"variable": name, "level": None})
                continue
            codes, levels = self.groups(name)
            self.check_size(len(parts) + len(levels))
            for place, level in enumerate(levels):
                parts.append(np.where(codes < 0, np.nan, codes == place))
                labels.append({"variable": name, "level": level})
        return np.column_stack(parts), labels


def load_request_data(request: JsonObject, folder: Path) -> RowsWithDesign:
    """Return the data and the calibrated design of a request; raises `StatisticsError`."""
    name = request.get("data")
    if not isinstance(name, str):
        raise RequestError("The request names no data.")
    rows = _read_csv(folder / name, name)
    data = RowsWithDesign(rows, _design(request.get("design"), rows))
    return RowsWithDesign(rows, _calibrate(request.get("calibrate"), data))


def _read_csv(file: Path, name: str) -> pd.DataFrame:
    """Return the rows of a file; lines longer than the header and repeated columns are refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            rows = _parse_csv(file)
            if booleans := {column: str for column in rows if _was_read_as_booleans(rows[column])}:
                rows = _parse_csv(file, booleans)
        with file.open(encoding="utf-8-sig", newline="") as opened:
            header = Counter(next(csv.reader(opened)))
    except (OSError, ValueError, csv.Error, pd.errors.ParserWarning) as error:
        raise RequestError(f"The data {name!r} cannot be read.") from error
    repeated = [column for column, n in header.items() if n > 1]
    if repeated:
        raise RequestError(f"The data have more than one column {repeated[0]!r}.")
    if rows.empty:
        raise RequestError("The data have no rows.")
    return rows


def _parse_csv(file: Path, kinds: dict[Hashable, type[str]] | None = None) -> pd.DataFrame:
    """Return the table of a CSV; `kinds` are columns to leave as text."""
    return pd.read_csv(
        file, dtype=kinds, na_values=["", "NA"], keep_default_na=False, index_col=False,
        low_memory=False,
    )  # fmt: skip


def _was_read_as_booleans(column: pd.Series) -> bool:
    """True if a column of the words true and false was read as booleans."""
    return str(pd.api.types.infer_dtype(column, skipna=True)) == "boolean"


def _design(design_entry: object, rows: pd.DataFrame) -> SurveyDesign:
    if not isinstance(design_entry, dict):
        raise RequestError("The request has no design.")

    def columns(key: str) -> list[Any] | None:
        names_entry = design_entry.get(key)
        if names_entry is None:
            return None
        names = required_list(names_entry, key) if isinstance(names_entry, list) else [names_entry]
        missing = [name for name in names if not isinstance(name, str) or name not in rows]
        if missing:
            raise RequestError(f"The data have no column {missing[0]!r}.")
        return [rows[name].to_numpy() for name in names]

    weights, fpc = columns("weights"), columns("fpc")
    if weights is None or len(weights) != 1 or weights[0].dtype.kind not in "iuf":
        raise RequestError("The design names no column of weights that holds numbers.")
    if any(column.dtype.kind not in "iuf" for column in fpc or []):
        raise RequestError("The design names a population correction that holds text.")
    return survey_design(
        weights[0],
        strata=columns("strata"),
        clusters=columns("clusters"),
        fpc=fpc,
        nest=design_entry.get("nest", False) is True,
        single_cluster=design_entry.get("single_cluster", "fail"),
    )


def _calibrate(entry: object, data: RowsWithDesign) -> SurveyDesign:
    if entry is None:
        return data.design
    if not isinstance(entry, dict):
        raise RequestError("What is to be calibrated is not a JSON object.")
    targets = [
        calibration.population_targets(
            margin["variable"],
            [
                None if pd.isna(value) else level_text(value)
                for value in data.column(margin["variable"])
            ],
            _totals(margin),
        )
        for margin in required_list(entry.get("margins"), "margins")
        if _is_margin(margin)
    ]
    design, method = data.design, entry.get("method")
    if method == "rake":
        design = calibration.rake(design, targets)
    elif method == "poststratify" and len(targets) == 1:
        design = calibration.post_stratify(design, targets[0])
    elif method == "linear":
        design = calibration.calibrate_linear(design, targets)
    elif method == "logit":
        low, high = required_numbers(entry.get("bounds"), "bounds", 2)
        design = calibration.calibrate_logit(design, targets, bounds=(low, high))
    else:
        raise RequestError(f"There is no calibration {method!r} of {len(targets)} margins.")
    return _trim(design, entry.get("trim"))


def _trim(design: SurveyDesign, limits: object) -> SurveyDesign:
    if not limits:
        return design
    if not isinstance(limits, dict) or not limits.keys() <= {"lower", "upper"}:
        raise RequestError('Limits of trimming are an object with "lower", "upper", or both.')
    numbers = required_numbers(list(limits.values()), "limits", len(limits))
    return calibration.trim(design, **dict(zip(limits, numbers, strict=True)))


def _totals(margin: dict[str, Any]) -> dict[str, float]:
    totals = margin["totals"]
    sizes = required_numbers(
        list(totals.values()), f"totals of {margin['variable']!r}", len(totals)
    )
    return dict(zip(totals, sizes, strict=True))


def _is_margin(margin: object) -> bool:
    if (
        not isinstance(margin, dict)
        or not isinstance(margin.get("totals"), dict)
        or "variable" not in margin
    ):
        raise RequestError("A margin names a variable and the totals of its levels.")
    return True


def required_list(value: object, name: str) -> list[Any]:
    """Return a list that is not empty; raises `RequestError`."""
    if not isinstance(value, list) or not value:
        raise RequestError(f"The request has no list of {name}.")
    return value


def required_numbers(value: object, name: str, n: int) -> list[float]:
    """Return a list of `n` numbers; raises `RequestError`."""
    numbers = required_list(value, name)
    if len(numbers) != n or not all(isinstance(number, int | float) for number in numbers):
        raise RequestError(f"The request needs {n} number{'s' * (n != 1)} as {name}.")
    try:
        return [float(number) for number in numbers]
    except OverflowError as error:
        raise RequestError(f"The {name} are too large.") from error


def level_text(value: object) -> str:
    """Return a level as text: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
