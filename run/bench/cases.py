"""A made-up store: so many cases, a few of them open, as after many years.

Some hundred histories are made by the rules themselves, contact to closed case, and each is saved again and again as
somebody else's, through the one writer, so that every index and every row is as it would be. Nobody sent these letters:
they are marked as sent. Made of a number: the same count, the same store.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from casework import days, labels, names
from casework.cases import Case, Decision
from casework.clocks import start
from casework.contacts import Contact, Suggestion
from casework.councils import Council, Role, Staff, with_staff
from casework.decide import decide
from casework.frozen import frozen, replace
from casework.letters import Letter
from casework.messages import Address, Channel, Message
from casework.opening import open_case
from casework.time_passes.lapse import lapse
from run.made_up import FIRST, LAST
from run.service import Service
from store import many, people
from store.database import Connection

OPEN, WAITING = 50, 500
"""One case in so many is open; one message in so many waits undecided."""

AT_ONCE = 500
"""Histories that are written together."""

HISTORIES = 60
"""Different ones, each on a day of its own, of those that are over; and as many of those that are not."""

MANAGERS, TEAMS = 40, 10

SAID = "My social worker {first} was to come on {day} and did not, and nobody rang. I want to know why. {word}"
WORDS = ("visits", "contact", "placement", "school", "transport", "moved", "money", "letters", "meeting", "report")

ANSWER = {
    "outcome_1": "upheld", "point_1": "Nobody came.", "found_1": "We agree.", "why_1": "A worker was ill.",
    "remedy_plain": "a new worker", "remedy_by": "2030-01-01", "action_text": "ring families first",
    "action_due": "2030-01-01", "sent_by": "email",
}  # fmt: skip
LEARNT = {"action": "1", "evidence": "It stands in the team's plan."}


@frozen
class History:
    """What came in, what became of it, and all that was said meanwhile."""

    contact: Contact
    case: Case | None
    letters: tuple[Letter, ...]


def staff() -> tuple[Staff, ...]:
    """A complaints team, and as many managers as a large council has."""
    team = [Staff(f"co{number}", f"Officer {number}", frozenset({Role.CO}), f"co{number}@x.example")
            for number in range(6)]  # fmt: skip
    above = [Staff(f"tm{number}", f"Lead {number}", frozenset({Role.TM}), f"tm{number}@x.example", manager="hos")
             for number in range(TEAMS)]  # fmt: skip
    managers = [Staff(f"rm{number}", f"Manager {number}", frozenset({Role.RM}), f"rm{number}@x.example",
                      manager=f"tm{number % TEAMS}") for number in range(MANAGERS)]  # fmt: skip
    chief = (Staff("cm", "The Manager", frozenset({Role.CM}), "cm@x.example"),
             Staff("hos", "The Head", frozenset({Role.HOS}), "hos@x.example"))  # fmt: skip
    return (*team, *above, *managers, *chief)


async def fill(
    opened: Service, count: int, tell: Callable[[int, int], None] | None, *, open_every: int = OPEN, first: int = 0
) -> None:
    """So many cases, one of `open_every` of them open, and the messages that wait; `first` says how many are there."""
    transact, council = opened.database.transact, with_staff(opened.council, staff())
    if not first:
        await transact(lambda db: [people.add(db, council.name, each) for each in council.staff])
    now, made, done = opened.now(), _everything(council, range(first, count), opened.now(), open_every), first
    while some := list(islice(made, AT_ONCE)):
        await transact(lambda db, some=some: _save(db, some, now))  # type: ignore[misc]
        done += sum(each.case is not None for each in some)
        if tell:
            tell(done, count)


def _save(db: Connection, some: list[History], now: datetime) -> None:
    letters = [letter for each in some for letter in each.letters]
    many.write(db, [each.contact for each in some], [each.case for each in some if each.case], letters, now)


def _everything(council: Council, numbers: range, now: datetime, open_every: int) -> Iterator[History]:
    over = [_over(council, now, number) for number in range(HISTORIES)]
    still = [_still(council, now, number) for number in range(HISTORIES)]
    for number in numbers:
        running = number % open_every == open_every - 1
        yield _anothers((still if running else over)[number // open_every % HISTORIES], number, "B")
        if number % WAITING == 0:
            yield _anothers(_waits(council, now, number), number, "W")


def _waits(council: Council, now: datetime, number: int) -> History:
    """Somebody wrote in the last days, and the classifier has had its look."""
    found = _contact(council, now - timedelta(hours=1 + number % 40), number)
    opinion = Suggestion(
        kind=labels.Kind.COMPLAINT, procedure=labels.Procedure.STATUTORY, category_b=labels.CategoryB.DELAY,
        category_d=None, sender=labels.Sender.PARENT, service=labels.Service.CHILD_IN_CARE, flags=frozenset(),
        scores={"kind": 0.9}, second={}, unsure=(), because=(),
    )  # fmt: skip
    return History(replace(found, suggestion=opinion, considered=1), None, ())


def _over(council: Council, now: datetime, number: int) -> History:
    """Answered, and nothing more was asked; over for good by now."""
    day = days.today(now) - timedelta(days=420 + 17 * number)
    opened = _opened(council, day, number)
    answered = _decided(opened, council, "respond", day + timedelta(days=9), ANSWER)
    learnt = _decided(answered, council, "action_done", day + timedelta(days=30), LEARNT)
    return _time_passes(learnt, council, now)


def _still(council: Council, now: datetime, number: int) -> History:
    """Began in the last weeks: some in time, some late, some answered and waiting."""
    day = days.today(now) - timedelta(days=1 + number)
    opened = _opened(council, day, number)
    if number % 3 == 0 and number > 12:
        opened = _decided(opened, council, "respond", day + timedelta(days=9), ANSWER)
    return _time_passes(opened, council, now)


def _opened(council: Council, day: date, number: int) -> History:
    """Somebody wrote on that day, and an officer decided the same afternoon."""
    contact = _contact(council, _at(day, 9), number)
    statutory = number % 3 != 2
    chosen = {
        "kind": "complaint", "procedure": "statutory" if statutory else "corporate",
        "sender": ("parent", "young_person")[number % 2], "service": "duty", "handler": f"rm{number % MANAGERS}",
        "summary_plain": f"nobody came, and nobody rang: {WORDS[number % len(WORDS)]}", "known_as": "Somebody",
        "category_b": "quality_of_service" if statutory else "", "category_d": "" if statutory else "delay",
    }  # fmt: skip
    decision = Decision("", "open", "co0", Role.CO, _at(day, 15), rule="", facts=chosen)
    made = open_case(contact, decision, council, contact.reference)
    opened = History(made.contacts[0], made.cases[0], made.letters)
    asked = _decided(opened, council, "record_advocacy", day, {"advocacy": "declined"})
    return _decided(asked, council, "verify", day, {"how": "rang the number on file"})


def _decided(so_far: History, council: Council, move: str, day: date, facts: dict[str, str]) -> History:
    if so_far.case is None:
        return so_far
    decision = Decision(so_far.case.reference, move, "cm", Role.CM, _at(day, 16), rule="", facts=facts)
    made = decide(so_far.case, decision, council)
    return replace(so_far, case=made.cases[0], letters=(*so_far.letters, *made.letters))


def _time_passes(so_far: History, council: Council, now: datetime) -> History:
    """What time alone decides, until nothing more is due."""
    while so_far.case and (due := lapse(so_far.case, council, now)):
        made = decide(so_far.case, due, council)
        so_far = replace(so_far, case=made.cases[0], letters=(*so_far.letters, *made.letters))
    return so_far


def _contact(council: Council, moment: datetime, number: int) -> Contact:
    sender = Address(Channel.EMAIL, "somebody@family.example")
    said = SAID.format(first=FIRST[number % len(FIRST)], day="Tuesday", word=WORDS[number % len(WORDS)])
    message = Message(
        post="", name=names.name("bench", str(number), moment.isoformat()), channel=Channel.EMAIL, sender=sender,
        received=moment, text=said * 3, subject=f"About {WORDS[number % len(WORDS)]}",
    )  # fmt: skip
    return Contact(
        id=names.dated("contact", moment, message.name), council=council.name, reference="XX-0000",
        channel=Channel.EMAIL, sender=sender, received=moment, messages=(message,),
        clocks=tuple(start(council, each, moment) for each in ("s1_statutory", "triage")),
    )  # fmt: skip


def _anothers(one: History, number: int, prefix: str) -> History:
    """The same history, as somebody else's."""
    reference, sender = f"{prefix}-{number:07}", Address(Channel.EMAIL, f"family{number}@family.example")
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // 7 % len(LAST)]}"
    message = replace(
        one.contact.messages[0], name=names.name("bench", reference), sender=sender, sender_name=name,
        message_id=f"<{reference}@family.example>",
    )  # fmt: skip
    contact = replace(
        one.contact, id=names.dated("contact", one.contact.received, reference), reference=reference, sender=sender,
        messages=(message,), cases=(reference,) if one.case else (),
    )  # fmt: skip
    case = one.case and replace(
        one.case, reference=reference, contact=contact.id, handler=f"rm{number % MANAGERS}", messages=(), version=0,
        people=(replace(one.case.people[0], address=sender, known_as=name), *one.case.people[1:]),
    )  # fmt: skip
    letters = tuple(
        replace(each, name=names.name("letter", reference, str(place)), about=contact.id, reference=reference)
        for place, each in enumerate(one.letters)
    )
    return History(replace(contact, version=0), case, letters)


def _at(day: date, hour: int) -> datetime:
    return days.at(day, time(hour))
