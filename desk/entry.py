"""One entry of the register as a form: what is asked about somebody, and what was typed made into an `Expert`."""

from collections.abc import Mapping
from datetime import date

from casework import money
from casework.bench import SEATS
from casework.councils import Council, Expert, Interest, Per, Role, Tie
from casework.frozen import replace
from casework.labels import Service
from desk.fields import Field, Filled, Sort
from desk.words import first_up, plain

ROLES = (Role.IO, Role.IP, *SEATS)
"""What somebody from outside can be. Adjudicating officers are senior managers, and work here (R329)."""

TIES = {
    Tie.NONE: "No: independent of the council",
    Tie.MEMBER: "Is a councillor here",
    Tie.OFFICER: "Works for the council",
    Tie.MARRIED: "Is the spouse or civil partner of one of these",
}
TAKEN_BACK = "Choose days that are on the list."
"""What is said to a form about days that somebody else took back meanwhile."""


def asked(council: Council) -> tuple[Field, ...]:
    """What is asked of an entry."""
    services = tuple((each.value, first_up(plain(each))) for each in Service if each is not Service.UNKNOWN)
    return (
        Field("name", "Full name", Sort.LINE, needed="Write their name."),
        Field(
            "roles", "What can they be asked to be?", Sort.SEVERAL, needed="Tick at least one.",
            choices=tuple((each.value, first_up(council.roles[each])) for each in ROLES), shown=len(ROLES),
        ),
        Field(
            "tie", "Are they part of the council?", Sort.ONE, needed="Choose one. Law asks it of anybody independent.",
            hint="Whoever is cannot be an independent person or sit on a panel (regulations 2 and 19).",
            choices=tuple((tie.value, words) for tie, words in TIES.items()),
        ),
        Field(
            "worked_in", "Which of our services have they worked in, or been in charge of?", Sort.SEVERAL,
            hint="They will not be asked to investigate these (R323).", choices=services, rest="Tick services",
        ),
        Field(
            "experience", "Which fields do they know?", Sort.SEVERAL,
            hint="Who knows the field is offered first.", choices=services, rest="Tick fields",
        ),
        Field("languages", "Languages besides English", Sort.LINE, "Put commas between them."),
        Field("email", "Email", Sort.LINE, "Chases for what they owe go here."),
        Field("phone", "Telephone", Sort.LINE),
        Field("fee", "Usual fee, in pounds", Sort.LINE, "For example 300 or 4,334.60"),
        Field(
            "fee_per", "The fee is for", Sort.ONE, choices=tuple((each.value, f"one {plain(each)}") for each in Per)
        ),
        Field("notes", "Anything else a colleague should know", hint="Training, checks and when they run out."),
        Field("until", "Last day on the register", Sort.DATE, "Leave it empty while they go on."),
    )  # fmt: skip


def away() -> tuple[Field, ...]:
    """Days on which they cannot."""
    return (
        Field("first", "First day away", Sort.DATE, "For example 1 8 2026", "Give the first day."),
        Field("last", "Last day away", Sort.DATE, "For example 21 8 2026", "Give the last day."),
    )


def interest() -> tuple[Field, ...]:
    """What they said when they were asked about a case."""
    return (
        Field("case", "Reference of the case", Sort.LINE, needed="Write the reference of the case."),
        Field(
            "said", "What did they say?", hint="They will not be offered for this case again.",
            needed="Write what they said.",
        ),
    )  # fmt: skip


def typed(expert: Expert) -> Mapping[str, str]:
    """An entry as its form shows it."""
    boxes = ("day", "month", "year")
    last = expert.until
    until = dict(zip(boxes, (last.day, last.month, last.year), strict=True)) if last else dict.fromkeys(boxes, "")
    return {
        "name": expert.name,
        "roles": _joined(expert.roles),
        "tie": expert.tie.value,
        "worked_in": _joined(expert.worked_in),
        "experience": _joined(expert.experience),
        "languages": ", ".join(expert.languages),
        "email": expert.email,
        "phone": expert.phone,
        "fee": money.pounds(expert.fee).removeprefix("£") if expert.fee else "",
        "fee_per": expert.fee_per.value,
        "notes": expert.notes,
        **{f"until-{box}": str(value) for box, value in until.items()},
    }


def checked(filled: Filled) -> Filled:
    """What the fields alone cannot see: an address that is none, an amount that is none, days the wrong way round."""
    given, wrong = filled.typed, dict(filled.wrong)
    email = given.get("email", "")
    if email and (" " in email or email.count("@") != 1 or email.startswith("@") or email.endswith("@")):
        wrong.setdefault("email", "Write one email address, like name@example.org.")
    if given.get("fee") and money.pence(given["fee"]) is None:
        wrong.setdefault("fee", "Write an amount in pounds, like 300 or 4,334.60.")
    if given.get("first") and given.get("last") and given["last"] < given["first"]:
        wrong.setdefault("last", "The last day is before the first.")
    return replace(filled, wrong=wrong)


def changed(expert: Expert, given: Mapping[str, str]) -> Expert:
    """The entry as the form now says."""
    return replace(
        expert,
        name=given["name"],
        roles=frozenset(Role(each) for each in _split(given["roles"])),
        tie=Tie(given["tie"]),
        worked_in=frozenset(Service(each) for each in _split(given["worked_in"])),
        experience=frozenset(Service(each) for each in _split(given["experience"])),
        languages=tuple(each.strip() for each in given["languages"].split(",") if each.strip()),
        email=given["email"],
        phone=given["phone"],
        fee=money.pence(given["fee"]) or 0,
        fee_per=Per(given["fee_per"] or Per.DAY),
        notes=given["notes"],
        until=date.fromisoformat(given["until"]) if given["until"] else None,
    )


def gone(expert: Expert, given: Mapping[str, str]) -> Expert:
    """The entry with days on which they are away."""
    span = (date.fromisoformat(given["first"]), date.fromisoformat(given["last"]))
    return replace(expert, away=tuple(sorted({*expert.away, span})))


def back(expert: Expert, which: str) -> Expert | None:
    """The entry without days away that it had, named by their first and last; None if it has none such."""
    kept = tuple(each for each in expert.away if name_of(each) != which)
    return replace(expert, away=kept) if len(kept) < len(expert.away) else None


def interested(expert: Expert, given: Mapping[str, str], day: date) -> Expert:
    """The entry with what they said of a case."""
    said = Interest(given["case"].upper(), given["said"], day)
    return replace(expert, interests=(*(each for each in expert.interests if each.case != said.case), said))


def name_of(span: tuple[date, date]) -> str:
    """How a form names days away."""
    return f"{span[0]}/{span[1]}"


def _joined(labels: frozenset[Role] | frozenset[Service]) -> str:
    return "|".join(sorted(each.value for each in labels))


def _split(value: str) -> tuple[str, ...]:
    return tuple(filter(None, value.split("|")))
