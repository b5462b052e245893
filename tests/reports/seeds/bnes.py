"""Bath & North East Somerset, 2020-21, by the paragraphs of its report.

Where the report contradicts itself, the ledger follows what its text says: Stage 2 has two concluded and five ongoing
(I04), and Stage 1 has the 85 of its Table 1 (I05, I06).
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain, count, repeat

from tests.reports.ledgers import Record
from tests.reports.seeds.lines import after, day, line

YEAR, BEFORE = 2020, 2019

CATEGORIES = (  # B T4: how many were resolved, and how many of them upheld
    ("assessment_care_management_review", 9, 4),
    ("attitude_or_behaviour_of_staff", 11, 1),
    ("appropriateness_of_service", 6, 2),
    ("quality_of_service", 27, 7),
    ("delay_in_decision_or_provision", 5, 2),
    ("unwelcome_or_disputed_decision", 8, 4),
)
SENDERS = (  # B 7.3, 7.4
    ("care_leaver", 2), ("adult_service_user", 3), ("parent", 72), ("grandparent", 4), ("foster_carer", 2),
    ("other_family", 1), ("friend_or_neighbour", 1),
)  # fmt: skip
TEAMS = (  # B 5.2
    ("Administration", 12), ("ACE", 9), ("Child in Care", 4), ("Commissioning", 1), ("Connecting Families", 7),
    ("Disabled Children", 8), ("Duty", 2), ("Family Placement", 9), ("Young People's Preventative Services", 3),
)  # fmt: skip
REQUESTS = {"sar": (36, 51, 57, 86, 99), "erasure": (2, 1, 1, 1, 1), "sharing": (81, 76, 68, 27, 27)}  # B T7

SERVICES = ("duty", "triage", "child_in_care", "disabled_children")
METHODS = ("email", "website", "email", "telephone", "letter")  # B 7.2: more by email and website, no numbers

STATUTORY_DAYS = [9] * 10 + [10] * 9 + [27] * 9 + [30] * 6  # B 6.3: 19 of 34 within 20, mean 18
CORPORATE_DAYS = [10] * 12 + [12] * 12 + [20] * 8  # B 6.5: mean 13; 8 of 32 over 15 (24% fits none: I33)


AGREED = (30, 31)
"""Two of the four late answers of Quarters 3 and 4 were agreed, and two were not (B 6.3)."""

ROWS = (  # B T1; received by quarter as B 3.5's 10, 22, 12, 12, of 85 in place of 56 (I06)
    ("statutory", 5, STATUTORY_DAYS, {1: 8, 2: 17, 3: 8, 4: 8}, {"resolved": 34, "outside_scope": 6, "not_pursued": 6}),
    ("corporate", 1, CORPORATE_DAYS, {1: 7, 2: 17, 3: 10, 4: 10},
     {"resolved": 32, "outside_scope": 6, "not_pursued": 3}),
)  # fmt: skip


def files() -> dict[str, list[Record]]:
    """Every file."""
    return {
        "stages": stages(),
        "compliments": [
            line("compliments", received=day(YEAR, 1 + at % 4, at).isoformat(), council="bnes", team=team,
                 directorate="childrens_social_care", source="a parent", text="Thank you.", may_quote="yes")
            for team, number in TEAMS for at in range(number)
        ],
        "learning": [],
        "requests": list(requests()),
        "advocacy": [
            line("advocacy", case=f"B-{at}", council="bnes", offered=day(YEAR, 2, at).isoformat(), answer=answer)
            for at, answer in enumerate(("accepted", "other_agency"))
        ],
        "equality": list(equality()),
        "conduct": [],
        "restrictions": [],
    }  # fmt: skip


def stages() -> list[Record]:
    """Every stage of every case, under one number each."""
    numbers = count(1)
    found = [*representations(), *stage_1(), *stage_2(), *further(), *year_before()]
    return [{**each, "case": f"B-{next(numbers)}", "council": "bnes"} for each in found]


def representations() -> Iterator[Record]:
    for at in range(4):
        start = day(YEAR, 1 + at, at)
        yield line(
            "stages", kind="representation", stage="representation", received=start.isoformat(),
            responded=after(start, 5), closed=after(start, 5), closure="resolved", formal="no",
        )  # fmt: skip


def stage_1() -> Iterator[Record]:
    """Table 1's two rows: those carried over first, then those received in the year."""
    findings = (
        {"category_b": category, "outcome": "upheld" if at < upheld else "not_upheld"}
        for category, number, upheld in CATEGORIES
        for at in range(number)
    )
    senders = (sender for sender, number in SENDERS for _ in range(number))
    for procedure, over, took, quarters, ends in ROWS:
        starts = [date(YEAR, 3, 30)] * over
        starts += [day(YEAR, quarter, at) for quarter, number in quarters.items() for at in range(number)]
        closures = [closure for closure, number in ends.items() for _ in range(number)]
        for at, start in enumerate(starts):
            made = first(procedure, at, start, "parent" if at < over else next(senders))
            closure = closures[at] if at < len(closures) else ""
            if closure == "resolved":
                end = after(start, took[at])
                late = {"agreed_due": end} if procedure == "statutory" and at in AGREED else {}
                made |= {"responded": end, "closed": end, "closure": closure, **next(findings), **late}
            elif closure:
                made |= {"closed": after(start, 12), "closure": closure}
            yield made


def first(procedure: str, at: int, start: date, sender: str) -> Record:
    """One Stage 1, as it came in."""
    social_care = procedure == "statutory"
    return line(
        "stages", kind="complaint", procedure=procedure, stage="stage1", formal="yes", sender=sender,
        directorate="childrens_social_care" if social_care else "childrens_other",
        service=("family_support" if at < 23 else SERVICES[at % 4]) if social_care else "sen",
        team="" if social_care else "SEN" if at % 3 else "Admissions",
        method=METHODS[at % len(METHODS)], received=start.isoformat(),
    )  # fmt: skip


def stage_2() -> Iterator[Record]:
    """B 4.4 to 4.7, 6.7: the statutory ten, and the corporate three that were reviewed."""
    for at in range(10):
        asked = day(YEAR, 1 if at < 2 else 1 + at % 4, at)
        made = line(
            "stages", kind="complaint", procedure="statutory", stage="stage2", received=asked.isoformat(),
            directorate="childrens_social_care", day_0=after(asked, 8), extended="yes",
            subject="single assessment" if at % 2 else "",
        )  # fmt: skip
        if at < 2:
            end = after(date.fromisoformat(made["day_0"]), 68 + 2 * at)
            made |= {"responded": end, "closed": end, "closure": "resolved", "outcome": "partially_upheld"}
        elif at < 5:
            made |= {"closed": after(asked, 10), "closure": "not_pursued"}
        yield made
    for at in range(3):
        asked = day(YEAR, 2 + at % 2, at)
        made = line("stages", kind="complaint", procedure="corporate", stage="review", received=asked.isoformat())
        end = after(asked, 15)
        yield made | (
            {"closed": end, "closure": "not_pursued"} if at == 0
            else {"responded": end, "closed": end, "closure": "resolved", "outcome": "not_upheld"}
        )  # fmt: skip


def further() -> Iterator[Record]:
    """B 4.8 to 4.11: the panel, and the Ombudsman."""
    asked = day(YEAR, 2, 3)
    yield line(
        "stages", kind="complaint", procedure="statutory", stage="stage3", received=asked.isoformat(),
        directorate="childrens_social_care", responded=after(asked, 22), closed=after(asked, 40),
        closure="resolved", outcome="partially_upheld",
    )  # fmt: skip
    for at, ruling in enumerate(("out_of_time", "premature", "open")):
        told = day(YEAR, 2 + at, at)
        made = line("stages", kind="complaint", stage="ombudsman", received=told.isoformat(), ombudsman=ruling)
        yield made if ruling == "open" else made | {"closed": after(told, 30), "closure": "resolved"}


def year_before() -> Iterator[Record]:
    """B 3.6, 4.4, 4.13: what the year is compared with. Five of its Stage 1 stand in Table 1 as carried over."""
    rows = [("stage1", "statutory", 52), ("stage2", "statutory", 4), ("review", "corporate", 1)]
    for stage, procedure, number in rows:
        for at in range(number):
            start = day(BEFORE, 1 + at % 3, at)
            yield line(
                "stages", kind="complaint", procedure=procedure, stage=stage, received=start.isoformat(),
                directorate="childrens_social_care", responded=after(start, 18), closed=after(start, 18),
                closure="resolved", outcome="not_upheld",
            )  # fmt: skip
    told = day(BEFORE, 2, 1)
    yield line(
        "stages", kind="complaint", stage="ombudsman", received=told.isoformat(), ombudsman="upheld",
        closed=after(told, 60), closure="resolved",
    )  # fmt: skip


def requests() -> Iterator[Record]:
    """B T7, and 8.4: all of them in time."""
    for kind, numbers in REQUESTS.items():
        for year, number in enumerate(numbers, start=YEAR - 4):
            for at in range(number):
                start = day(year, 1 + at % 4, at)
                yield line(
                    "requests", received=start.isoformat(), council="bnes", kind=kind, due=after(start, 20),
                    responded=after(start, 18),
                )  # fmt: skip


def equality() -> Iterator[Record]:
    """B 7.9, of sixteen forms: the fewest that give its percentages (I13)."""
    ethnicities = chain(("Caribbean", "Black Caribbean", "Chinese"), repeat("White British"))
    for at, ethnicity in zip(range(16), ethnicities, strict=False):
        yield line(
            "equality", year="2020-21", council="bnes", procedure="statutory", ethnicity=ethnicity,
            gender="female" if at < 11 else "male", disability="none",
        )  # fmt: skip
