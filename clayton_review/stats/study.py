"""The rows of a request's file with their design: columns by name, as numbers or as codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clayton_review.stats import calibration
from clayton_review.stats.design import Codes, Floats, SurveyDesign, survey_design
from clayton_review.stats.errors import StatisticsError

Row = dict[str, Any]
Asked = Mapping[str, Any]


class RequestError(StatisticsError):
    """The request does not say what is to be computed; the message says where."""


@dataclass(frozen=True, eq=False)
class Study:
    """The rows of a file with their design."""

    rows: pd.DataFrame
    design: SurveyDesign

    def column(self, name: object) -> pd.Series:
        """A column by its name; raises `RequestError`."""
        if not isinstance(name, str) or name not in self.rows:
            raise RequestError(f"The data have no column {name!r}.")
        return self.rows[name]

    def numbers(self, name: object) -> Floats:
        """A column of numbers, missing ones as NaN; raises `RequestError` for text."""
        column = self.column(name)
        if not pd.api.types.is_numeric_dtype(column):
            raise RequestError(f"The column {name!r} holds text where numbers belong.")
        return column.to_numpy(dtype=np.float64)

    def codes(self, name: object) -> tuple[Codes, list[str]]:
        """A column as codes into its sorted levels, −1 for missing ones."""
        made = pd.Categorical(self.column(name))
        return made.codes.astype(np.int64), [said(level) for level in made.categories]

    def columns(self, names: object) -> tuple[Floats, list[Row]]:
        """Columns side by side with their names; a text gives one of ones and zeros per level."""
        parts: list[Floats] = []
        labels: list[Row] = []
        for name in list_of(names, "variables"):
            if pd.api.types.is_numeric_dtype(self.column(name)):
                parts.append(self.numbers(name))
                labels.append({"variable": name, "level": None})
                continue
            codes, levels = self.codes(name)
            for place, level in enumerate(levels):
                parts.append(np.where(codes < 0, np.nan, codes == place))
                labels.append({"variable": name, "level": level})
        return np.column_stack(parts), labels


def study_of(request: Asked, folder: Path) -> Study:
    """The data and the calibrated design of a request; raises `StatisticsError`."""
    name = request.get("data")
    if not isinstance(name, str):
        raise RequestError("The request names no data.")
    try:
        rows = pd.read_csv(folder / name, na_values=["", "NA"], keep_default_na=False)
    except (OSError, ValueError) as error:
        raise RequestError(f"The data {name!r} cannot be read.") from error
    if rows.empty:
        raise RequestError("The data have no rows.")
    study = Study(rows, _design(request.get("design"), rows))
    return Study(rows, _calibrated(request.get("calibrate"), study))


def _design(asked: object, rows: pd.DataFrame) -> SurveyDesign:
    if not isinstance(asked, dict):
        raise RequestError("The request has no design.")

    def columns(key: str) -> list[Any] | None:
        named = asked.get(key)
        if named is None:
            return None
        names = named if isinstance(named, list) else [named]
        missing = [name for name in names if name not in rows]
        if missing:
            raise RequestError(f"The data have no column {missing[0]!r}.")
        return [rows[name].to_numpy() for name in names]

    weights = columns("weights")
    if weights is None or weights[0].dtype.kind not in "iuf":
        raise RequestError("The design names no column of weights that holds numbers.")
    return survey_design(
        weights[0],
        strata=columns("strata"),
        clusters=columns("clusters"),
        fpc=columns("fpc"),
        nest=asked.get("nest", False) is True,
        single_cluster=asked.get("single_cluster", "fail"),
    )


def _calibrated(asked: object, study: Study) -> SurveyDesign:
    if asked is None:
        return study.design
    if not isinstance(asked, dict):
        raise RequestError("What is to be calibrated is not a JSON object.")
    margins = [
        calibration.margin(
            one["variable"],
            [said(value) for value in study.column(one["variable"])],
            one["totals"],
        )
        for one in list_of(asked.get("margins"), "margins")
        if _is_margin(one)
    ]
    design, method = study.design, asked.get("method")
    if method == "rake":
        design = calibration.rake(design, margins)
    elif method == "poststratify" and len(margins) == 1:
        design = calibration.post_stratify(design, margins[0])
    elif method == "linear":
        design = calibration.calibrate_linear(design, margins)
    elif method == "logit":
        low, high = list_of(asked.get("bounds"), "bounds")
        design = calibration.calibrate_logit(design, margins, bounds=(low, high))
    else:
        raise RequestError(f"There is no calibration {method!r} of {len(margins)} margins.")
    limits = asked.get("trim")
    return calibration.trim(design, **limits) if limits else design


def _is_margin(one: object) -> bool:
    if (
        not isinstance(one, dict)
        or not isinstance(one.get("totals"), dict)
        or "variable" not in one
    ):
        raise RequestError("A margin names a variable and the totals of its levels.")
    return True


def list_of(given: object, name: str) -> list[Any]:
    """A list that is not empty; raises `RequestError`."""
    if not isinstance(given, list) or not given:
        raise RequestError(f"The request has no list of {name}.")
    return given


def said(value: object) -> str:
    """A level as text: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
