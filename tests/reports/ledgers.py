"""Made-up ledgers: any number of lines, with everything awkward that a real one has. Written as files, as a council's
are.
"""

import csv
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

Record = dict[str, str]

STAGES = (
    "case council kind procedure stage formal directorate service team category_b category_d sender via_advocate "
    "child_in_care method received day_0 extended agreed_due responded closed closure outcome ombudsman payment fee "
    "subject"
).split()
COLUMNS = {
    "stages": STAGES,
    "compliments": "received council directorate service team source text may_quote".split(),
    "learning": "case stage agreed level text owner due status reason directorate".split(),
    "requests": "received council kind due responded".split(),
    "advocacy": "case council offered answer referred provider allocated".split(),
    "equality": "year council procedure gender ethnicity disability sexual_orientation religion age".split(),
    "conduct": "received council body investigated upheld".split(),
    "restrictions": "council start end".split(),
}
DIRECTORATES = "adults_social_care adults_other place corporate childrens_social_care childrens_other".split()
SERVICES = "duty sen family_support triage child_in_care iro".split()
TEAMS = ["Duty", "Triage", "SEN", "Care, and Leaving", "Fostering “North”", "Équipe 1"]
CATEGORIES_B = (
    "assessment_care_management_review attitude_or_behaviour_of_staff appropriateness_of_service quality_of_service "
    "delay_in_decision_or_provision unwelcome_or_disputed_decision"
).split()
CATEGORIES_D = (
    "communication data finance disagreement_with_decision delay professional_practice quality_of_service "
    "attitude_of_staff failure_to_provide_service inadequate_service"
).split()
SENDERS = (
    "young_person care_leaver parent grandparent other_family foster_carer adopter_or_special_guardian advocate "
    "friend_or_neighbour professional mp_or_councillor adult_service_user unknown"
).split()
METHODS = "email website letter telephone form in_person telegram".split()
OUTCOMES = "upheld partially_upheld not_upheld no_finding unknown".split()
FIRST, LAST = date(2018, 1, 1), date(2021, 6, 30)


def write(folder: Path, files: Mapping[str, Iterable[Record]]) -> Path:
    """The files, in the contract's columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)
    return folder


def make(seed: int, lines: int, council: str = "bnes") -> dict[str, list[Record]]:
    """A ledger drawn by chance; the same for the same seed."""
    chance = random.Random(seed)
    return {
        "stages": [_line(chance, number, council) for number in range(lines)],
        "compliments": _twice(chance, [_compliment(chance, council) for _ in range(lines // 5)]),
        "learning": _twice(chance, [_action(chance, number) for number in range(lines // 8)]),
        "requests": _twice(chance, [_request(chance, council) for _ in range(lines // 4)]),
        "advocacy": _twice(chance, [_offer(chance, number, council) for number in range(lines // 6)]),
        "equality": _twice(chance, [_form(chance, council) for _ in range(lines // 4)]),
        "conduct": [_conduct(chance, council) for _ in range(lines // 20)],
        "restrictions": [_restriction(chance, council) for _ in range(lines // 20)],
    }


def _twice(chance: random.Random, records: list[Record]) -> list[Record]:
    """Some stand there twice, word for word: each counts (S25)."""
    return records + [dict(record) for record in records if chance.random() < 0.05]


def _day(chance: random.Random, first: date = FIRST, last: date = LAST) -> date:
    edges = [date(2020, 4, 1), date(2021, 3, 31), date(2020, 3, 31), date(2021, 4, 1), date(2020, 6, 30)]
    if chance.random() < 0.03:
        return chance.choice(edges)
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def _maybe(chance: random.Random, odds: float, value: str) -> str:
    return value if chance.random() < odds else chance.choice(["", "unknown"])


def _some(chance: random.Random, among: list[str], odds: float) -> str:
    if chance.random() > odds:
        return ""
    return "|".join(chance.sample(among, chance.choice([1, 1, 1, 2])))


def _line(chance: random.Random, number: int, council: str) -> Record:
    stage = chance.choices(
        ["stage1", "representation", "stage2", "stage3", "review", "ombudsman"], [50, 25, 8, 3, 7, 7]
    )[0]
    received = _day(chance)
    day_0 = received + timedelta(days=chance.choice([0, 0, 0, 5, 12])) if stage == "stage2" else received
    answered = day_0 + timedelta(days=chance.choice([0, 1, 9, 14, 21, 28, 29, 45, 90]))
    closed = chance.random() < 0.85
    responded = chance.random() < 0.85 if closed else chance.random() < 0.1
    closure = chance.choices(["resolved", "outside_scope", "not_pursued", "escalated"], [70, 10, 10, 10])[0]
    ends = answered + timedelta(days=chance.choice([0, 0, 0, 3]))
    return {
        "case": f"{council[:2].upper()}-{number}",
        "council": _maybe(chance, 0.97, council),
        "kind": "representation" if stage == "representation" else "complaint",
        "procedure": chance.choices(["statutory", "corporate", "adult_social_care", "", "none"], [45, 35, 15, 3, 2])[0],
        "stage": stage,
        "formal": _maybe(chance, 0.93, chance.choices(["yes", "no"], [9, 1] if stage == "stage1" else [1, 9])[0]),
        "directorate": _maybe(chance, 0.97, chance.choice(DIRECTORATES)),
        "service": _some(chance, SERVICES, 0.9),
        "team": _some(chance, TEAMS, 0.9),
        "category_b": _some(chance, CATEGORIES_B, 0.93),
        "category_d": _some(chance, CATEGORIES_D, 0.8),
        "sender": chance.choice(SENDERS),
        "via_advocate": _maybe(chance, 0.9, chance.choice(["yes", "no"])),
        "child_in_care": _maybe(chance, 0.9, chance.choice(["yes", "no", "no"])),
        "method": _maybe(chance, 0.95, chance.choice(METHODS)),
        "received": received.isoformat(),
        "day_0": _maybe(chance, 0.9 if stage != "stage2" else 1, day_0.isoformat()),
        "extended": _maybe(chance, 0.9, chance.choice(["yes", "no"])),
        "agreed_due": _maybe(chance, 0.15, (day_0 + timedelta(days=chance.choice([10, 20, 28, 60]))).isoformat()),
        "responded": answered.isoformat() if responded else "",
        "closed": ends.isoformat() if closed else "",
        "closure": closure if closed else _maybe(chance, 0.05, "resolved"),
        "outcome": chance.choice(OUTCOMES) if responded else "",
        "ombudsman": chance.choice(["upheld", "not_upheld", "premature", "out_of_time"])
        if stage == "ombudsman" and closed
        else ("open" if stage == "ombudsman" else ""),
        "payment": f"{chance.randrange(0, 500_000) / 100:.2f}"
        if stage == "ombudsman" and chance.random() < 0.3
        else "",
        "fee": f"{chance.randrange(0, 900_000) / 100:.2f}" if stage == "stage2" and chance.random() < 0.5 else "",
        "subject": chance.choice(["", "Single assessment", 'A "quoted" word, and a comma', "Two\nlines"]),
    }


def _compliment(chance: random.Random, council: str) -> Record:
    return {
        "received": _day(chance).isoformat(),
        "council": council,
        "directorate": _maybe(chance, 0.95, chance.choice(DIRECTORATES)),
        "service": _some(chance, SERVICES, 0.7),
        "team": _some(chance, TEAMS, 0.9),
        "source": "a parent",
        "text": "Thank you.\nReally.",
        "may_quote": _maybe(chance, 0.8, chance.choice(["yes", "no"])),
    }


def _action(chance: random.Random, number: int) -> Record:
    return {
        "case": f"BN-{number}",
        "stage": chance.choice(["stage1", "stage2", "stage3", ""]),
        "agreed": _maybe(chance, 0.9, _day(chance).isoformat()),
        "level": chance.choice(["individual", "team", "service", ""]),
        "text": "Ring back.",
        "owner": "TM",
        "due": "",
        "status": chance.choice(["proposed", "agreed", "done_evidenced", "not_implemented", ""]),
        "reason": "",
        "directorate": _maybe(chance, 0.95, chance.choice(DIRECTORATES)),
    }


def _request(chance: random.Random, council: str) -> Record:
    received = _day(chance, date(2016, 1, 1))
    return {
        "received": received.isoformat(),
        "council": council,
        "kind": chance.choice(["sar", "internal_review", "erasure", "sharing", ""]),
        "due": _maybe(chance, 0.95, (received + timedelta(days=30)).isoformat()),
        "responded": _maybe(chance, 0.9, (received + timedelta(days=chance.choice([0, 20, 30, 31, 60]))).isoformat()),
    }


def _offer(chance: random.Random, number: int, council: str) -> Record:
    return {
        "case": f"BN-{number}",
        "council": council,
        "offered": _maybe(chance, 0.9, _day(chance).isoformat()),
        "answer": _maybe(chance, 0.9, chance.choice(["accepted", "declined", "not_reached", "other_agency"])),
        "referred": _maybe(chance, 0.6, _day(chance).isoformat()),
        "provider": "Shout Out!",
        "allocated": "",
    }


def _form(chance: random.Random, council: str) -> Record:
    answers = {
        "gender": ["female", "male", "prefer not to say"],
        "ethnicity": ["White British", "Chinese", "prefer not to say"],
        "disability": ["none", "hearing|sight", "hearing", "prefer not to say"],
        "sexual_orientation": ["heterosexual", "gay", "prefer not to say"],
        "religion": ["none", "Christian"],
        "age": ["under 16", "16-24", "25-34", "35-44", "45-54", "55-64", "65+", "prefer not to say"],
    }
    return {
        "year": chance.choice(["2019-20", "2020-21"]),
        "council": council,
        "procedure": chance.choice(["statutory", "corporate", ""]),
        **{field: _maybe(chance, 0.85, chance.choice(among)) for field, among in answers.items()},
    }


def _conduct(chance: random.Random, council: str) -> Record:
    investigated = chance.choice(["yes", "no", ""])
    return {
        "received": _day(chance).isoformat(),
        "council": council,
        "body": "Parish",
        "investigated": investigated,
        "upheld": chance.choice(["yes", "no"]) if investigated == "yes" else "",
    }


def _restriction(chance: random.Random, council: str) -> Record:
    start = _day(chance)
    end = (start + timedelta(days=chance.choice([0, 30, 400]))).isoformat()
    return {"council": council, "start": start.isoformat(), "end": _maybe(chance, 0.6, end)}
