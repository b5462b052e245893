"""A day at the office, for tests that look at pages: something in every list, one thing of every kind. All made up."""

from dataclasses import replace
from datetime import date

from casework.actions import Action, Level, Remedy, Status
from casework.alarms import Level as AlarmLevel
from casework.bench import Appointment, Lent, Payment
from casework.cases import Advocacy, Case
from casework.changes import Change
from casework.contacts import Contact, Reason
from casework.councils import Expert, Interest, Per, Role, Tie
from casework.labels import Flag, Kind, Procedure, Sender, Service
from casework.letters import write
from casework.messages import Address, Channel, File, Post
from store import bench, changes, inbox, outbox, returned
from store.database import Connection
from store.inbox import Read
from tests import build
from tests.build import at
from tests.desk.office import Office, a_contact, a_suggestion, an_alarm, by_chat, council

ALARMED, WAITING, UNSURE, OWN, LATE, DUE, ANSWERED = (
    "BN-9T3D", "BN-7K4Q", "BN-2C6R", "BN-8W5V", "BN-3H2P", "BN-5M8X", "BN-6B2W"
)  # fmt: skip

ODILE = "EX-7K4Q"
BENCH = (
    Expert(
        ODILE,
        "Odile Marsh",
        frozenset({Role.IP, Role.PANEL}),
        experience=frozenset({Service.CHILD_IN_CARE, Service.SEN}),
        languages=("Polish",),
        email="odile@bench.example",
        phone="01225 000001",
        fee=30_000,
        away=((date(2026, 3, 9), date(2026, 3, 20)), (date(2026, 8, 1), date(2026, 8, 21))),
        notes="Checked until May 2027. Prefers papers by post.",
        interests=(Interest(DUE, "She taught the boy.", date(2026, 3, 4)),),
    ),
    Expert(
        "EX-2C6R", "Abel Orr", frozenset({Role.IO}), worked_in=frozenset({Service.DUTY}), fee=433_460, fee_per=Per.CASE
    ),
    Expert("EX-8W5V", "Philippa Featherstonehaugh-Cholmondeley", frozenset({Role.IO, Role.IP, Role.CHAIR, Role.PANEL})),
    Expert("EX-3H2P", "Kit Gray", frozenset({Role.CHAIR}), Tie.MARRIED, until=date(2025, 12, 31)),
)

SERVING = (
    Appointment(
        ODILE, "Odile Marsh", Role.IP, "stage2", date(2026, 3, 6), declared="Nothing to declare.", fee_agreed=433_460,
        payments=(Payment(100_000, date(2026, 3, 12)),),
        lent=(Lent("Stage 1 file and chronology", date(2026, 3, 6), date(2026, 3, 13)),),
    ),
    Appointment(
        "EX-8W5V", "Philippa Featherstonehaugh-Cholmondeley", Role.IO, "stage2", date(2026, 3, 6),
        ended=date(2026, 3, 11), why_ended="She is ill.",
    ),
)  # fmt: skip
OWED = (
    Action(1, "stage1", "Ring before a visit is cancelled.", "priya", date(2026, 3, 13), level=Level.TEAM,
           status=Status.AGREED, agreed=date(2026, 3, 6)),
    Action(2, "ombudsman", "A payment for the delay.", "HoS", date(2026, 3, 9), status=Status.DONE, amount=30_000,
           agreed=date(2026, 3, 6), done=date(2026, 3, 10), remedy=Remedy.PAYMENT, authorised_by="Dee Lowe",
           authorised=date(2026, 3, 6), paid=date(2026, 3, 10), evidence="Letter of 10 March."),
    Action(3, "stage1", "A leaflet for foster carers.", "TM", date(2026, 4, 30)),
)  # fmt: skip

THOUGHTS = (
    ("Yes", ""), ("Yes", "Nothing. It was sorted in a week."), ("A bit", "Ring me when you say you will."), ("No", ""),
    ("A bit", ""), ("Yes", ""),
)  # fmt: skip
LONG = """I am writing about my son's social worker. \
She has cancelled three visits since Christmas, each time on the day itself, and nobody called to tell us. \
He waits at the window. When I rang the office I was told that Priya would call me back, and I am not happy with \
how long this has gone on.

What I want is simple. I want visits that happen, and somebody who rings if they can't."""


async def filled(office: Office) -> None:
    """Put the day into the store; it is Monday 16 March, ten in the morning."""
    office.now.at = at("2026-03-16 10:00")
    await office.database.transact(lambda db: _work(db, office))


def _work(db: Connection, office: Office) -> None:
    now, here = office.now(), council()
    for contact in _waiting():
        changes.save(db, Change(contacts=(contact,)), now)
    alarmed = replace(_alarmed(), reference=ALARMED)
    changes.save(db, Change(contacts=(alarmed,), alarms=(an_alarm(alarmed, AlarmLevel.IMMEDIATE),)), now)
    for reference, came, facts in (
        (LATE, "2026-02-26 14:10", {"handler": "priya"}),
        (DUE, "2026-03-02 09:00", {"handler": "priya", "sender": "young_person", "known_as": "Jay"}),
        (ANSWERED, "2026-03-05 16:20", {"procedure": "corporate", "service": "sen", "handler": "tom"}),
    ):
        contact = a_contact(LONG, received=at(came), reference=reference, suggestion=a_suggestion())
        opened = build.opened(here, contact, "2026-03-06 11:00", **facts)
        changes.save(db, Change(contacts=(contact,)), now)
        (became,) = opened.contacts
        changes.save(
            db, replace(opened, contacts=(replace(became, version=1),), cases=tuple(map(_known, opened.cases))), now
        )
    for letter in outbox.claim(db, "bnes", at("2026-03-06 12:00"), {Channel.EMAIL: 3}):
        outbox.sent(db, letter, at("2026-03-06 12:01"), words_sent="Thank you for telling us.\n\nMina Shaw", far_id="1")
    for somebody in BENCH:
        bench.keep(db, "bnes", somebody)
    for number, (listened, words) in enumerate(THOUGHTS):
        said = {"listened": (listened,), "told": ("A bit",), "words": (words,) if words else ()}
        returned.thoughts(db, "bnes", said, procedure="statutory", once=str(number), now=now)
    _trouble(db, office)


def _known(case: Case) -> Case:
    served, owed = (SERVING, OWED) if case.reference == LATE else ((), ())
    wish = Advocacy.ACCEPTED if case.complainant.young else None
    return replace(case, advocacy=wish, appointments=served, actions=owed)


def _waiting() -> list[Contact]:
    lot = a_suggestion(
        unsure=("procedure", "sender"), second={"procedure": "corporate", "sender": "grandparent"},
        because=(
            Reason("kind", ("not happy with", "What I want is simple")), Reason("service", ("social worker",)),
            Reason("category_b", ("how long this has gone on",)), Reason("procedure", ("social worker",), "R201"),
        ),
    )  # fmt: skip
    first = a_contact(
        LONG, received=at("2026-03-16 08:55"), reference=WAITING, suggestion=lot,
        message={"subject": "Cancelled visits", "sender_name": "Sam Hill",
                 "files": (File("diary.pdf", "application/pdf", 20_000),)},
    )  # fmt: skip
    chat = a_contact(
        received=at("2026-03-13 16:40"), reference=UNSURE, message=by_chat(),
        suggestion=a_suggestion(sender=Sender.YOUNG_PERSON, unsure=("kind",), second={"kind": "representation"}),
    )  # fmt: skip
    thanks = a_contact(
        "Dear Mina Shaw, thank you for all you did. Tom was kind too.", received=at("2026-03-16 09:20"), reference=OWN,
        suggestion=a_suggestion(kind=Kind.COMPLIMENT, procedure=Procedure.NONE, flags=frozenset(), unsure=(),
                                service=Service.FAMILY_SUPPORT),
    )  # fmt: skip
    return [first, chat, thanks]


def _alarmed() -> Contact:
    flags = frozenset({Flag.IMMEDIATE_RISK, Flag.CHILD_IN_CARE})
    return a_contact(
        received=at("2026-03-16 09:48"), message=by_chat("hes got a knife and im scared to go home"),
        suggestion=a_suggestion(flags=flags, because=(Reason("immediate_risk", ("scared to go home",)),)),
    )  # fmt: skip


def _trouble(db: Connection, office: Office) -> None:
    """A post that no program could read, and a letter that came back."""
    raw = b"From: broken\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n<b>what is this</b> \xff\xfe"
    post = Post("post/broken", "bnes", Channel.EMAIL, "box", "1:1", office.now(), raw)
    inbox.keep(db, post)
    inbox.mark(db, post, Read.UNREADABLE, now=office.now(), why="Unreadable")
    letter = write(
        "email.hold_adult", Address(Channel.EMAIL, "gone@family.example"), council="bnes", about=LATE, reference=LATE,
        now=office.now(), facts={},
    )  # fmt: skip
    changes.save(db, Change(letters=(letter,)), office.now())
    outbox.failed(db, letter, office.now(), why="550 no such mailbox")
