"""Dorset, 2020-21, by the headings of its report: six directorates, quarter by quarter, and the years before.

Percentages fit formal and informal complaints together, answered in the quarter (I36); where a quarter's own complaints
do not fit, fewer were answered. In three quarters of two directorates nobody noted when: they are Unknown (I31).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

from tests.reports.ledgers import CATEGORIES_D, Record
from tests.reports.seeds.lines import after, day, line

YEAR, LAST, FIRST = 2020, 2019, 2018
CARE, OTHER, PLACE = "childrens_social_care", "childrens_other", "place"

Quarter = tuple[int, int, int | None, int, int, int, int, int, int, int]


@dataclass(frozen=True)
class Directorate:
    """Quarter by quarter: formal, informal, answered (None: nobody noted when), overdue, fully, partly justified,
    the Ombudsman's upheld and decided, compliments, learning.
    """

    name: str
    procedure: str
    quarters: tuple[Quarter, ...]
    judged: bool = True


DIRECTORATES = (
    Directorate("adults_social_care", "adult_social_care", (
        (18, 10, 28, 3, 1, 2, 0, 0, 35, 4), (28, 16, 44, 5, 0, 3, 0, 1, 18, 3),
        (31, 14, 45, 5, 0, 9, 0, 1, 33, 8), (38, 10, 40, 8, 2, 8, 1, 2, 19, 3))),
    Directorate("adults_other", "corporate", (
        (6, 0, None, 0, 0, 0, 0, 0, 0, 0), (12, 0, None, 0, 0, 0, 0, 0, 0, 0),
        (6, 0, None, 0, 0, 0, 0, 0, 0, 0), (9, 7, 16, 8, 0, 0, 0, 0, 0, 3)), judged=False),
    Directorate(PLACE, "corporate", (
        (23, 79, 102, 10, 5, 5, 0, 0, 117, 6), (120, 120, 240, 10, 10, 12, 0, 1, 92, 17),
        (123, 44, 167, 130, 5, 8, 1, 2, 58, 10), (80, 93, 173, 116, 17, 26, 0, 4, 97, 33))),
    Directorate("corporate", "corporate", (
        (9, 0, None, 0, 0, 0, 0, 0, 40, 0), (7, 0, None, 0, 0, 0, 0, 0, 6, 0),
        (10, 0, None, 0, 0, 0, 0, 0, 4, 0), (9, 38, 45, 30, 0, 0, 0, 0, 14, 1)), judged=False),
    Directorate(CARE, "statutory", (
        (10, 27, 26, 1, 1, 4, 0, 0, 30, 5), (22, 42, 38, 5, 3, 6, 0, 0, 14, 10),
        (12, 33, 36, 8, 3, 4, 0, 2, 8, 7), (7, 29, 24, 12, 1, 2, 0, 2, 20, 4))),
    Directorate(OTHER, "corporate", (
        (1, 3, 4, 1, 1, 0, 0, 0, 11, 2), (5, 3, 8, 0, 1, 2, 1, 1, 6, 1),
        (12, 2, 14, 5, 2, 2, 1, 1, 9, 1), (19, 11, 30, 21, 6, 0, 1, 3, 2, 4))),
)  # fmt: skip

LONG = {1: 1, 2: 2, 3: 4, 4: 4}
"""Children's social care: how many of a quarter's overdue are Stage 1, over twenty days: 11 of 51 (D Compliance)."""

BEFORE = (  # of 2019-20, then 2018-19: stage, directorate, how many, over twenty days or overdue
    (LAST, CARE, "stage1", 40, 10), (LAST, CARE, "representation", 83, 0), (LAST, OTHER, "stage1", 37, 0),
    (LAST, OTHER, "representation", 23, 0), (LAST, PLACE, "stage1", 281, 106), (LAST, PLACE, "representation", 258, 0),
    (FIRST, CARE, "stage1", 65, 17), (FIRST, CARE, "representation", 51, 0), (FIRST, OTHER, "stage1", 57, 0),
    (FIRST, OTHER, "representation", 31, 0),
)  # fmt: skip
OMBUDSMAN = ((LAST, CARE, 6, 0), (LAST, OTHER, 4, 0), (LAST, PLACE, 24, 4), (FIRST, CARE, 7, 0), (FIRST, OTHER, 14, 0))
IN_CARE = {2020: 15, 2019: 10, 2018: 20, 2017: 12, 2016: 17}
THEMES = {CARE: (20, 0, 2, 9, 0, 73, 60, 18, 9, 9), OTHER: (6, 1, 0, 6, 10, 3, 10, 6, 5, 3)}
REFERRALS = (161, 176, 197, 166)
FORMS = {
    "gender": {"female": 53, "male": 40, "prefer not to say": 7},
    "ethnicity": {"British White": 87, "mixed ethnic background": 3, "Indian": 3, "prefer not to say": 7},
    "sexual_orientation": {"heterosexual": 76, "gay": 1, "bisexual": 3, "prefer not to say": 20},
    "religion": {"Christian": 44, "none": 40, "other": 1, "prefer not to say": 15},
    "age": {"16-24": 1, "25-34": 2, "35-44": 16, "55-64": 44, "65+": 37},
    "disability": {
        "learning disability": 4, "mental health": 18, "hearing": 5, "physical": 31, "prefer not to say": 42,
    },
}  # fmt: skip


def files() -> dict[str, list[Record]]:
    """Every file."""
    return {
        "stages": stages(),
        "compliments": list(compliments()),
        "learning": list(learning()),
        "requests": [],
        "advocacy": [
            line("advocacy", case=f"A-{quarter}-{at}", council="dorset", referred=day(YEAR, quarter, at).isoformat())
            for quarter, number in enumerate(REFERRALS, start=1) for at in range(number)
        ],
        "equality": list(equality()),
        "conduct": [
            line("conduct", received=day(YEAR, 1 + at % 4, at).isoformat(), council="dorset",
                 investigated="yes" if at < 8 else "no", upheld="yes" if at < 3 else "no")
            for at in range(54)
        ],
        "restrictions": [
            line("restrictions", council="dorset", start=f"{2019 if at < 3 else 2020}-06-01") for at in range(7)
        ],
    }  # fmt: skip


def stages() -> list[Record]:
    """Every stage of every case, under one number each."""
    found = list(chain(this_year(), years_before(), ombudsman(), later_stages(), long_ago()))
    for directorate, shares in THEMES.items():
        themed(found, directorate, shares)
    for year in (YEAR, LAST, FIRST):
        in_care(found, year)
    numbers = count(1)
    return [{**each, "case": f"D-{next(numbers)}", "council": "dorset"} for each in found]


def this_year() -> Iterator[Record]:
    for each in DIRECTORATES:
        for quarter, row in enumerate(each.quarters, start=1):
            yield from quarters_lines(each, quarter, row)


def quarters_lines(of: Directorate, quarter: int, row: Quarter) -> Iterator[Record]:
    """A quarter of a directorate. Formal ones come first, the overdue last of those answered."""
    formal, informal, answered, overdue, fully, part = row[:6]
    long = LONG[quarter] if of.name == CARE else 0
    late = set(range(formal - long, formal)) if long else set()
    if answered is not None:
        late |= set(range(answered - (overdue - long), answered))
    for at in range(formal + informal):
        start = day(YEAR, quarter, at)
        made = complaint(of.name, of.procedure, start, formal=at < formal)
        if answered is None:
            made |= {"closed": after(start, 12), "closure": "resolved"}
        elif at >= answered:
            made |= {"closed": after(start, 5), "closure": "not_pursued"}
        else:
            end = after(start, 25 if at in late else 8)
            outcome = "upheld" if at < fully else "partially_upheld" if at < fully + part else "not_upheld"
            made |= {"responded": end, "closed": end, "closure": "resolved", "outcome": outcome if of.judged else ""}
        yield made


def complaint(directorate: str, procedure: str, start: date, *, formal: bool) -> Record:
    """One, as it came in."""
    stage = "stage1" if formal else "representation"
    return line(
        "stages", kind="complaint" if formal else "representation", procedure=procedure, stage=stage,
        formal="yes" if formal else "no", directorate=directorate, sender="parent", received=start.isoformat(),
    )  # fmt: skip


def years_before() -> Iterator[Record]:
    """D's first columns. Of 2019-20's 722 answered, 116 were late, 36 fully and 173 partly justified."""
    found = count()
    for year, directorate, stage, number, late in BEFORE:
        procedure = "statutory" if directorate == CARE else "corporate"
        for at in range(number):
            start = day(year, 1 + at % 4, at)
            end = after(start, 25 if at < late else 8)
            nth = next(found)
            outcome = "upheld" if nth < 36 else "partially_upheld" if nth < 209 else "not_upheld"
            made = complaint(directorate, procedure, start, formal=stage == "stage1")
            yield made | {"responded": end, "closed": end, "closure": "resolved", "outcome": outcome}


def ombudsman() -> Iterator[Record]:
    rows = [(YEAR, each.name, row[7], row[6], quarter) for each in DIRECTORATES
            for quarter, row in enumerate(each.quarters, start=1)]  # fmt: skip
    rows += [(year, directorate, decided, upheld, 2) for year, directorate, decided, upheld in OMBUDSMAN]
    for year, directorate, decided, upheld, quarter in rows:
        for at in range(decided):
            start = day(year, quarter, at)
            yield line(
                "stages", kind="complaint", stage="ombudsman", directorate=directorate, received=start.isoformat(),
                closed=after(start, 20), closure="resolved", ombudsman="upheld" if at < upheld else "not_upheld",
                payment=payment(year, directorate, quarter, at),
            )  # fmt: skip


def payment(year: int, directorate: str, quarter: int, at: int) -> str:
    """£6,750 for three delays over special needs; £1,800 the year before (D Financial)."""
    if at == 0 and (year, directorate) == (LAST, PLACE):
        return "1800.00"
    return "2250.00" if at == 0 and year == YEAR and directorate == OTHER and quarter > 1 else ""


def later_stages() -> Iterator[Record]:
    """D Appendices, and what investigators were paid."""
    rows = ((YEAR, "stage2", "4334.60"), (LAST, "stage3", "30.00"), (FIRST, "stage2", "15961.75"),
            (FIRST, "stage2", ""), (FIRST, "stage3", ""))  # fmt: skip
    for at, (year, stage, fee) in enumerate(rows):
        start = day(year, 1, at)
        yield line(
            "stages", kind="complaint", procedure="statutory", stage=stage, directorate=CARE, fee=fee,
            received=start.isoformat(), day_0=start.isoformat(), responded=after(start, 25), closed=after(start, 25),
            closure="resolved", outcome="not_upheld",
        )  # fmt: skip


def long_ago() -> Iterator[Record]:
    """Only the complaints by children in care are known of these years."""
    for year in (2016, 2017):
        for at in range(IN_CARE[year]):
            start = day(year, 1 + at % 4, at)
            made = complaint(CARE, "statutory", start, formal=False)
            yield made | {
                "responded": after(start, 8), "closed": after(start, 8), "closure": "resolved",
                "child_in_care": "yes", "sender": "young_person", "via_advocate": "yes",
            }  # fmt: skip


def in_care(found: list[Record], year: int) -> None:
    """Some of children's social care are by young people in care; of this year's, five took over twenty days."""
    ours = [each for each in found if each["directorate"] == CARE and each["stage"] in ("stage1", "representation")]
    ours = [each for each in ours if f"{year}-04" <= each["received"] < f"{year + 1}-04"]
    late = [each for each in ours if each["responded"] == after(date.fromisoformat(each["received"]), 25)]
    rest = [each for each in ours if each not in late]
    for each in [*late[:5], *rest[: IN_CARE[year] - 5]]:
        each |= {"child_in_care": "yes", "sender": "young_person", "via_advocate": "yes"}


def themed(found: list[Record], directorate: str, numbers: tuple[int, ...]) -> None:
    """Each theme as often as D's shares say; some complaints have two (I24)."""
    ours = [each for each in found if each["directorate"] == directorate and each["received"] >= "2020-04-01"]
    ours = [each for each in ours if each["stage"] in ("stage1", "representation")]
    themes = [theme for theme, number in zip(CATEGORIES_D, numbers, strict=True) for _ in range(number)]
    for at, theme in enumerate(themes):
        each = ours[at % len(ours)]
        each["category_d"] = f"{each['category_d']}|{theme}".strip("|")


def compliments() -> Iterator[Record]:
    rows = [(LAST, PLACE, 1, 298)]
    rows += [
        (YEAR, each.name, quarter, row[8]) for each in DIRECTORATES for quarter, row in enumerate(each.quarters, 1)
    ]
    for year, directorate, quarter, number in rows:
        for at in range(number):
            received = day(year, quarter, at).isoformat()
            yield line("compliments", received=received, council="dorset", directorate=directorate)


def learning() -> Iterator[Record]:
    rows = [(LAST, PLACE, 1, 151)]
    rows += [
        (YEAR, each.name, quarter, row[9]) for each in DIRECTORATES for quarter, row in enumerate(each.quarters, 1)
    ]
    for year, directorate, quarter, number in rows:
        for at in range(number):
            agreed = day(year, quarter, at).isoformat()
            yield line(
                "learning", case=f"L-{at}", stage="stage1", agreed=agreed, level="team", text="Ring back.",
                owner="team manager", status="done_evidenced", directorate=directorate,
            )  # fmt: skip


def equality() -> Iterator[Record]:
    columns = {
        field_: [answer for answer, number in answers.items() for _ in range(number)]
        for field_, answers in FORMS.items()
    }
    for at in range(100):
        answers = {field_: every[at] for field_, every in columns.items()}
        yield line("equality", year="2020-21", council="dorset", **answers)
