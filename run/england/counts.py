"""How much comes in, and when. A year's numbers are those of Dorset's report of 2020-21, by the people who live there;
Stage 2 and 3 as often as in it and in that of Bath & North East Somerset together (`courses.yaml` says which).

How large each council is, nobody needs to know here: 152 sizes are drawn, as unlike one another as they are, and add up
to England's. Who writes when is drawn too, of a number: the same seed, the same year.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, time, timedelta
from pathlib import Path

from casework import days
from casework.frozen import frozen
from run.config.checks import checked
from run.config.trees import read
from run.demo.rows import Step

COURSES = Path(__file__).parent / "courses.yaml"

COUNCILS = 152
PEOPLE, DORSET = 56_500_000, 380_000
"""Who live in England and in Dorset: the middle of 2020, by the statistics office, rounded."""

UNLIKE = 0.55
"""How unlike the sizes are (of a logarithmic normal distribution): one ten times another is no rarity. *Taste.*"""

FIRST = date(2025, 3, 31)
"""The Monday on which the year begins: a report's year, in which every holiday is known."""

WEEKDAYS = (1.6, 1.15, 1.0, 0.95, 0.8, 0.3, 0.3)
"""How much of a week's mail each day has, Monday first. *Taste*: reports tell quarters only."""

MORNING, AFTERNOON = time(9, 15), time(13, 40)
EARLY = 0.65
"""The share of a day's mail that is there in the morning, the night's with it. *Taste.*"""

VIRAL_WEEK, VIRAL_DAY = 0.6, 1
"""When the one council has its day: so far into the year, on a Tuesday."""

VIRAL = 0.5
"""How much comes to it that morning, of what it has in a year. *Taste.*"""


@frozen
class Course:
    """Something that people write about, how many of them a year where 380,000 live, and what becomes of it.

    `again` is after how many working days they write once more; `machine` says that no person wrote it; `viral` that
    it comes on one day only.
    """

    name: str
    a_year: float
    subject: str
    text: str = field(repr=False)
    steps: tuple[Step, ...] = ()
    again: int = 0
    machine: bool = False
    viral: bool = False


@frozen
class _Courses:
    courses: tuple[Course, ...]


Arrivals = Mapping[date, Mapping[time, Sequence[Course]]]


def courses(path: Path = COURSES) -> tuple[Course, ...]:
    """The rows of the file; `Misconfigured` names the line of a mistake."""
    source = read(path)
    return checked(_Courses, source.values, (source,)).courses


def sizes(count: int, seed: int) -> tuple[int, ...]:
    """How many people live in each of the first so many councils."""
    chance = random.Random(f"sizes {seed}")
    drawn = [chance.lognormvariate(0, UNLIKE) for _ in range(COUNCILS)]
    return tuple(round(PEOPLE * each / sum(drawn)) for each in drawn[:count])


def arrivals(people: float, rows: Sequence[Course], *, weeks: int, chance: random.Random, viral: bool) -> Arrivals:
    """What comes in at a council, by day and time of day."""
    every = list(days.every(FIRST, FIRST + timedelta(weeks=weeks) - days.DAY))
    weights = [WEEKDAYS[day.weekday()] for day in every]
    found: dict[date, dict[time, list[Course]]] = {day: {MORNING: [], AFTERNOON: []} for day in every}
    for row in rows:
        if row.viral:
            continue
        for day in chance.choices(every, weights, k=_whole(_in_all(row, people, weeks), chance)):
            found[day][MORNING if chance.random() < EARLY else AFTERNOON].append(row)
    if viral:
        _all_at_once(found, people, rows, weeks)
    return found


def _all_at_once(
    found: dict[date, dict[time, list[Course]]], people: float, rows: Sequence[Course], weeks: int
) -> None:
    the_day = FIRST + timedelta(weeks=int(weeks * VIRAL_WEEK), days=VIRAL_DAY)
    many = sum(_in_all(row, people, weeks) for row in rows if not row.viral) * VIRAL
    found[the_day][MORNING] += [row for row in rows if row.viral for _ in range(round(many))]


def _in_all(row: Course, people: float, weeks: int) -> float:
    return row.a_year * people / DORSET * weeks / 52


def _whole(number: float, chance: random.Random) -> int:
    """Up or down, so that over many councils nothing is lost by rounding."""
    return int(number) + (chance.random() < number % 1)


def steps_in_order(row: Course) -> Iterator[Step]:
    """What is done about it, in the order of days and hours."""
    yield from sorted(row.steps, key=lambda step: (step.after, step.at))
