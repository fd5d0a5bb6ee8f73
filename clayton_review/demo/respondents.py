"""The invented residents who answer the questionnaire: they differ by ward, age and group."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from surveys.questionnaire.questionnaire import Answer

_WISHES = (
    "Officers should say when somebody is free to go.",
    "More officers on foot who know the street.",
    "Nothing, I have only had good experiences.",
    "Explain the reason for a stop in one plain sentence.",
    "Cameras, and a rule for who may see the recordings.",
    "Come to our school when nothing has happened.",
    "Answer complaints in writing and in weeks, not months.",
    "Que alguien hable español en la ventanilla.",
    "Treat young people waiting for the train like everybody else.",
    "Keep the quick response, it is the best thing about Clayton.",
    "Say sorry when it was a mistake.",
    "Less speeding on the side streets near the school.",
)
_GOOD_WORDS = ("Quick", "Helpful", "Professional", "Visible", "Friendly", "Calm", "Polite")
_BAD_WORDS = ("Distant", "Everywhere", "Unsure", "Nervous", "Cold", "Uneven", "Rápidos")
_CONTACTS = ("called", "reported", "talked", "window")
_WARDS = ("ward_1", "ward_2", "ward_3")
_GROUPS = ("white", "black", "asian", "latino", "other")
_PRIORITIES = ("reasons", "foot", "complaints", "training", "traffic")
_ROWS = ("respect", "heard", "explained", "free")
_LAST_STOP = date(2018, 11, 10)


@dataclass(frozen=True)
class _Leaning:
    """Answering habits of one group of invented residents: weights, and shares from 0 to 1."""

    share: float  # of all who answer
    trust: tuple[int, ...]  # steps 1 to 5
    cameras: tuple[int, ...]
    stopped: float
    told_why: tuple[int, ...]  # understood, no sense, no
    priorities: tuple[int, ...]


_LEANINGS = {
    "white": _Leaning(
        0.66, (3, 7, 14, 44, 32), (3, 6, 18, 38, 35), 0.12, (64, 20, 16), (14, 26, 12, 18, 30)
    ),
    "black": _Leaning(
        0.12, (22, 27, 20, 23, 8), (1, 3, 8, 32, 56), 0.37, (27, 32, 41), (38, 8, 26, 20, 8)
    ),
    "asian": _Leaning(
        0.12, (6, 12, 22, 42, 18), (2, 4, 14, 40, 40), 0.15, (52, 26, 22), (20, 24, 14, 20, 22)
    ),
    "latino": _Leaning(
        0.06, (12, 20, 22, 34, 12), (2, 4, 10, 38, 46), 0.22, (38, 32, 30), (28, 14, 24, 22, 12)
    ),
    "other": _Leaning(
        0.04, (10, 18, 22, 36, 14), (2, 4, 12, 40, 42), 0.2, (45, 29, 26), (26, 16, 20, 20, 18)
    ),
}
# By ward: share of answers, groups, mean age and how far trust leans up or down.
_BY_WARD = {
    "ward_1": (0.36, (76, 6, 10, 4, 4), 56, 0.12),
    "ward_2": (0.29, (55, 18, 17, 6, 4), 38, -0.14),
    "ward_3": (0.35, (68, 12, 9, 7, 4), 52, 0.0),
}
_SAFE = {
    "ward_1": (52, 36, 9, 3),
    "ward_2": (40, 39, 16, 5),
    "ward_3": (47, 38, 12, 3),
}


def sheets(n: int, *, seed: int) -> list[dict[str, Answer]]:
    """Return `n` invented answer sheets; the same seed gives the same sheets."""
    chance = random.Random(seed)  # noqa: S311  # invented data, not a secret
    return [_sheet(chance) for _ in range(n)]


def _sheet(chance: random.Random) -> dict[str, Answer]:
    ward = chance.choices(_WARDS, [_BY_WARD[name][0] for name in _WARDS])[0]
    _share, groups, mean_age, lean = _BY_WARD[ward]
    group = chance.choices(_GROUPS, groups)[0]
    age = min(max(round(chance.gauss(mean_age, 17)), 18), 94)
    leaning = _LEANINGS[group]
    lean += (age - 48) / 160
    answers: dict[str, Answer] = {
        "trust": _step(chance, leaning.trust, lean),
        "listen": _step(chance, leaning.trust, lean + 0.08),
        "safe": chance.choices(("very", "rather", "not_very", "not_at_all"), _SAFE[ward])[0],
        **_contact(chance, leaning, lean, age),
        "cameras": _step(chance, leaning.cameras, 0),
        "first": _priorities(chance, leaning),
        "word": _word(chance, lean, group),
        "change": chance.choice(_WISHES) if chance.random() < 0.34 else None,
        **_answers_about_oneself(chance, ward, age, group),
    }
    if chance.random() < 0.06:
        answers[chance.choice(("trust", "listen", "cameras", "safe"))] = None
    return answers


def _contact(chance: random.Random, leaning: _Leaning, lean: float, age: int) -> dict[str, Answer]:
    contacts = [contact for contact in _CONTACTS if chance.random() < 0.17]
    contact: list[str] = contacts or ["none"]
    odds = leaning.stopped * (1.5 if age < 35 else 0.85)
    was_stopped = chance.random() < odds
    answers: dict[str, Answer] = {"contact": contact, "stopped": "yes" if was_stopped else "no"}
    if was_stopped:
        ago = timedelta(days=int(chance.triangular(0, 364, 60)))
        day = (_LAST_STOP - ago).isoformat()
        answers["when"] = day if chance.random() < 0.78 else "dont_know"
        reason = chance.choices(("understood", "no_sense", "no"), leaning.told_why)[0]
        answers["reason"] = reason if chance.random() > 0.03 else "prefer_not"
    if was_stopped or contacts:
        answers["treated"] = _treatment_answers(chance, leaning, lean, was_stopped=was_stopped)
    return answers


def _treatment_answers(
    chance: random.Random, leaning: _Leaning, lean: float, *, was_stopped: bool
) -> Answer:
    shift = lean - (0.25 if was_stopped else -0.15)
    rows: dict[str, str | None] = {
        row: _step(chance, leaning.trust, shift - step * 0.12) for step, row in enumerate(_ROWS)
    }
    if chance.random() < 0.08:
        rows["free"] = None
    return rows


def _answers_about_oneself(
    chance: random.Random, ward: str, age: int, group: str
) -> dict[str, Answer]:
    describe: list[str] = [group]
    if chance.random() < 0.03:
        describe = sorted(
            {group, chance.choice(_GROUPS)}, key=("asian black latino white other").index
        )
    return {
        "ward": ward if chance.random() > 0.02 else "prefer_not",
        "age": _age_band(age) if chance.random() > 0.05 else "prefer_not",
        "adults": _adults(chance, age),
        "describe": describe if chance.random() > 0.06 else ["prefer_not"],
    }


def _age_band(age: int) -> str:
    """Return the answer to the question of age: groups as wide as these name nobody."""
    bands = {35: "age_18_34", 55: "age_35_54", 65: "age_55_64"}
    return next((band for end, band in bands.items() if age < end), "age_65_up")


def _adults(chance: random.Random, age: int) -> str | None:
    """Draw a number of adults: older people live alone more often, one in fifty skips it."""
    weights = (38, 50, 9, 3) if age >= 65 else (22, 54, 16, 8)
    return str(chance.choices((1, 2, 3, 4), weights)[0]) if chance.random() > 0.02 else None


def _priorities(chance: random.Random, leaning: _Leaning) -> Answer:
    if chance.random() < 0.07:
        return ["dont_know"] if chance.random() < 0.5 else None
    weights = dict(zip(_PRIORITIES, leaning.priorities, strict=True))
    order: list[str] = []
    for _place in range(3 if chance.random() < 0.85 else 1):
        order.append(chance.choices(list(weights), list(weights.values()))[0])
        del weights[order[-1]]
    return order


def _word(chance: random.Random, lean: float, group: str) -> str | None:
    if chance.random() > 0.42:
        return None
    is_good = chance.random() < 0.68 + lean - (0.3 if group == "black" else 0)
    return chance.choice(_GOOD_WORDS if is_good else _BAD_WORDS)


def _step(chance: random.Random, weights: tuple[int, ...], lean: float) -> str:
    if chance.random() < 0.04:
        return "dont_know"
    leaning = [weight * (1 + lean) ** step for step, weight in enumerate(weights)]
    return str(chance.choices((1, 2, 3, 4, 5), leaning)[0])
