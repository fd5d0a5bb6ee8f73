"""Writes `people.csv`: an invented two-stage sample with missing answers, the same every time."""

import random
from pathlib import Path

BLOCKS = {"north": (4, 30), "center": (5, 42), "south": (3, 25), "campus": (1, 4)}  # drawn, in all
HEADER = "stratum,block,person,weight,n_blocks,n_people,age,income,trust,stopped,group\n"


def rows() -> list[str]:
    """Return the lines of the file below its header."""
    chance, lines = random.Random(2018), []  # noqa: S311  # invented people
    for stratum, (n_drawn, n_blocks) in BLOCKS.items():
        for block in range(1, n_drawn + 1):
            n_people = chance.randint(40, 90)
            n_asked = chance.randint(6, 11)
            weight = n_blocks / n_drawn * n_people / n_asked
            lean = chance.gauss(0, 0.6)
            for person in range(1, n_asked + 1):
                age = chance.randint(18, 90)
                income = round(chance.lognormvariate(10.6, 0.5), 2)
                trust = chance.choices(
                    ["agree", "neither", "disagree"], [2.0 + lean + age / 60, 1.2, 1.0 - lean / 3]
                )[0]
                stopped = "yes" if chance.random() < 0.12 + 0.25 * (age < 35) else "no"
                group = chance.choices(["A", "B", "C"], [5, 3, 1])[0]
                cells = [
                    "" if chance.random() < 0.06 else str(value) for value in (age, income, trust)
                ]
                fields = [stratum, block, person, repr(weight), n_blocks, n_people]
                lines.append(",".join(map(str, [*fields, *cells, stopped, group])) + "\n")
    return lines


if __name__ == "__main__":
    (Path(__file__).parent / "people.csv").write_text(HEADER + "".join(rows()))
