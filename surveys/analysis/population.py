"""Population counts as lines of text, such as `north: 5,400` or `18-34: 4,300`, and their spans."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from surveys.analysis.answer_columns import AnswerColumns
from surveys.question_types import type_of
from surveys.question_types.columns import LevelIndexes
from surveys.questionnaire.questionnaire import Question, Questionnaire

MOST_CATEGORIES = 40
LARGEST = 2_147_483_647
_LINE = re.compile(r"(.+?)\s*:\s*([\d,]{1,14})", re.ASCII)
_SPAN = re.compile(r"(\d{1,9})\s*(?:[-–]\s*(\d{1,9})|\+)", re.ASCII)

PopulationCounts = list[tuple[str, int]]
StoredCounts = Sequence[Sequence[object]]  # of a `PopulationTarget`


class UnfitCounts(Exception):
    """The lines are no population of the question; the message says what to mend."""


@dataclass(frozen=True)
class Category:
    """One group: its words, how many people live in it, and which answers belong to it."""

    name: str
    label: str
    n: int
    least: Decimal | None = None
    most: Decimal | None = None


def group_codes(
    question: Question, groups: Sequence[Category], sheets: AnswerColumns
) -> LevelIndexes:
    """Return the group (n,) that each sheet belongs to; −1 if it does not say."""
    codes = np.full(sheets.n, -1, dtype=np.int64)
    places = {choice.value: place for place, choice in enumerate(question.choices)}
    for place, group in enumerate(groups):
        if group.least is None:
            codes[sheets[question.name] == places[group.name]] = place
        else:
            numbers = sheets[f"{question.name}#"]
            most = np.inf if group.most is None else float(group.most) + 1
            codes[(numbers >= float(group.least)) & (numbers < most)] = place
    return codes


def can_be_counted(question: Question) -> bool:
    """True if the population can be counted by the answers to this question."""
    question_type = type_of(question.kind)
    return question_type.is_exclusive or question_type.is_number


def can_be_compared(counts: StoredCounts, name: str, questionnaire: Questionnaire) -> bool:
    """True if the questionnaire has a question of this name with the groups of these counts."""
    try:
        question = questionnaire.question(name)
        read_counts(counts_text(counts), question)
    except (KeyError, UnfitCounts):
        return False
    return can_be_counted(question)


def read_counts(text: str, question: Question) -> PopulationCounts:
    """Return the categories and counts in these lines. Raise `UnfitCounts` with the line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 2 <= len(lines) <= MOST_CATEGORIES:
        raise UnfitCounts(f"Write 2 to {MOST_CATEGORIES} lines, one per group.")
    counts = [_count(line, question) for line in lines]
    names = [name for name, _n in counts]
    if len(set(names)) < len(names):
        raise UnfitCounts("A group is listed twice.")
    if not any(n for _name, n in counts):
        raise UnfitCounts("At least one group must have people in it.")
    if type_of(question.kind).is_number:
        _check_spans(counts)
    return counts


def check_first_range(counts: PopulationCounts, question: Question) -> None:
    """Raise `UnfitCounts` if ranges of numbers start elsewhere than the answers can."""
    least = question.bounds.least
    if not (type_of(question.kind).is_number and least):
        return
    start = min(_span(name)[0] for name, _n in counts)
    if start != Decimal(least):
        raise UnfitCounts(
            f"Let the first range start at {least}, the smallest number that can be answered. The "
            "counts must be of people who could be asked."
        )


def counts_text(counts: StoredCounts) -> str:
    """Return the counts as the lines in which they are typed."""
    return "\n".join(f"{name}: {n}" for name, n in counts)


def categories(question: Question, counts: StoredCounts) -> list[Category]:
    """Return the groups with their labels and ranges."""
    groups = []
    for name, n in ((str(name), int(str(n))) for name, n in counts):
        if type_of(question.kind).is_number:
            groups.append(Category(name, name.replace("-", "–"), n, *_span(name)))
        else:
            groups.append(Category(name, question.label_of(name), n))
    return groups


def _count(line: str, question: Question) -> tuple[str, int]:
    match = _LINE.fullmatch(line)
    if not match:
        raise UnfitCounts(f"“{line[:60]}”: write a group and its people, such as “north: 5,400”.")
    name, n = match[1], int(match[2].replace(",", "") or 0)
    if n > LARGEST:
        raise UnfitCounts(f"“{line[:60]}”: that is more people than there can be.")
    if type_of(question.kind).is_number:
        if not _SPAN.fullmatch(name):
            raise UnfitCounts(
                f"“{name[:60]}” is not a range. Write it as 18-34, or 65+ for the last one."
            )
        return re.sub(r"\s*[-–]\s*", "-", name).replace(" ", ""), n
    if name not in {choice.value for choice in question.offered}:
        known = ", ".join(choice.value for choice in question.offered)
        raise UnfitCounts(
            f"“{name[:60]}” is not an answer to this question. Its answers are {known}."
        )
    return name, n


def _span(name: str) -> tuple[Decimal, Decimal | None]:
    match = _SPAN.fullmatch(name)
    assert match  # noqa: S101  # checked when it was read
    return Decimal(match[1]), Decimal(match[2]) if match[2] else None


def _check_spans(counts: PopulationCounts) -> None:
    spans = sorted((_span(name) for name, _n in counts), key=lambda span: span[0])
    for (least, most), following in zip(spans, [*spans[1:], None], strict=True):
        if most is not None and most < least:
            raise UnfitCounts(f"{least}-{most} ends before it begins.")
        if following and (most is None or most >= following[0]):
            raise UnfitCounts("Two ranges overlap.")
