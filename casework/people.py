"""People: somebody outside is a person, somebody inside is staff. Who is reached, who deputises, who is excluded; and
who may see what (R526).
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from casework.bench import BENCH
from casework.councils import Council, Role, Staff, escalation_from
from casework.frozen import frozen
from casework.labels import Sender
from casework.messages import Address, Channel


class Part(StrEnum):
    """What somebody outside has to do with a case."""

    COMPLAINANT = "complainant"  # whose complaint it is: a case's first person (R509)
    ADVOCATE = "advocate"
    REPRESENTATIVE = "representative"  # a friend, a solicitor, an agency: with authority (R257)
    WORKER = "worker"  # a personal adviser or another worker, whom a young person wants copied in (R521)
    MEMBERS_OFFICE = "members_office"  # of a Member of Parliament or a councillor (R386)
    OTHER_PARENT = "other_parent"  # or anybody else of the family who is not to be told (R522)
    TRUSTED = "trusted"  # somebody they trust, whom they named themselves (R513)


ACTING = frozenset({Part.COMPLAINANT, Part.ADVOCATE, Part.REPRESENTATIVE, Part.MEMBERS_OFFICE})
"""Who speaks in a case: whose complaint it is, and who speaks for them."""


@frozen
class Person:
    """Somebody outside, and their part in the case. `known_as` is what they asked to be called.

    `verified` says that a person has matched this address to the writer and noted how (R524). `left_out`: whose
    complaint it is does not want them told (R509, R525).
    """

    address: Address
    sender: Sender
    known_as: str = field(default="", repr=False)
    verified: bool = False
    part: Part = Part.COMPLAINANT
    left_out: bool = False

    @property
    def writes(self) -> bool:
        """Whether what they send belongs to the case: theirs, or for whoever's complaint it is (R509, R522, R525)."""
        return self.part in ACTING and not self.left_out

    @property
    def young(self) -> bool:
        """Whether the words for young people apply: under 18, care leavers, and anyone unknown (3.1, one register
        per person).
        """
        return self.sender in (Sender.YOUNG_PERSON, Sender.CARE_LEAVER, Sender.UNKNOWN)


def at_first(
    writer: Address, sender: Sender, *, known_as: str, signed: str = "", on_behalf_of: Sender | None = None
) -> tuple[Person, ...]:
    """Who a case begins with: whose complaint it is, and whoever wrote it for them.

    What an advocate sends is the young person's (R509). Anybody else writes for themselves, unless a person has read
    that they write for somebody (R257).
    """
    if sender is Sender.ADVOCATE and on_behalf_of is None:
        on_behalf_of = Sender.YOUNG_PERSON
    if on_behalf_of is None:
        return (Person(writer, sender, known_as),)
    part = {Sender.ADVOCATE: Part.ADVOCATE, Sender.MP_OR_COUNCILLOR: Part.MEMBERS_OFFICE}.get(sender)
    theirs = Person(Address(Channel.IN_PERSON, ""), on_behalf_of, known_as)
    return theirs, Person(writer, sender, signed, part=part or Part.REPRESENTATIVE)


class What(StrEnum):
    """What there is to see of a case: the columns of R526."""

    COMPLAINT = "complaint"  # its text, and the letters about it
    FILE = "file"  # facts from the child's file
    REACH = "reach"  # how to reach whose complaint it is
    NOTES = "notes"  # the advocate's
    SAFEGUARDING = "safeguarding"
    EQUALITY = "equality"


class Sees(StrEnum):
    """How much of it: the cells of R526."""

    NO = "no"
    YES = "yes"
    OWN = "their own"
    OWN_FILE = "their own; the child's with parental responsibility, and lawful"
    AS_INSTRUCTED = "as the young person instructs"
    AS_ALLOWED = "as the young person allows"
    WITH_AUTHORITY = "as far as they have authority"
    BOTH_HALVES = "once the young person allows it and they agree"
    CONSTITUENTS = "their constituent's own"
    NEEDED = "what the work needs"
    SUBSTANCE = "the substance of the issues, when that is safe"
    RELEVANT = "the part that concerns them"
    SUMMARY = "a summary"
    NEED_TO_KNOW = "what they need to know"
    IF_SAFE = "told if it is safe"
    OUTLINE = "reference, stage, dates and theme"
    WITHOUT_LADO = "yes, not the detail of an allegation"
    COUNTS = "counts"
    PSEUDONYMS = "rows without names"


COMPLAINED_OF, REPORT_WRITER = "complained_of", "report_writer"
"""Two who look and have no role of their own."""


def _row(*cells: Sees) -> Mapping[What, Sees]:
    return dict(zip(What, cells, strict=True))


_TEAM = _row(Sees.YES, Sees.NEEDED, Sees.YES, Sees.SUMMARY, Sees.WITHOUT_LADO, Sees.NO)
_MANAGER = _row(Sees.NEEDED, Sees.YES, Sees.NEEDED, Sees.NO, Sees.NEED_TO_KNOW, Sees.NO)
_INDEPENDENT = _row(Sees.YES, Sees.NEEDED, Sees.YES, Sees.SUMMARY, Sees.NEED_TO_KNOW, Sees.NO)
_SAFETY = _row(Sees.RELEVANT, Sees.YES, Sees.YES, Sees.NO, Sees.YES, Sees.NO)
_ABOVE = _row(Sees.OUTLINE, Sees.NO, Sees.NO, Sees.NO, Sees.COUNTS, Sees.NO)
_NOTHING = _row(*[Sees.NO] * len(What))

MAY_SEE: Mapping[str, Mapping[What, Sees]] = {
    Part.COMPLAINANT: _row(Sees.OWN, Sees.OWN_FILE, Sees.OWN, Sees.OWN, Sees.NO, Sees.NO),
    Part.ADVOCATE: _row(Sees.AS_INSTRUCTED, Sees.AS_ALLOWED, Sees.YES, Sees.OWN, Sees.IF_SAFE, Sees.NO),
    Part.REPRESENTATIVE: _row(Sees.WITH_AUTHORITY, Sees.WITH_AUTHORITY, Sees.YES, Sees.NO, Sees.NO, Sees.NO),
    Part.WORKER: _row(Sees.BOTH_HALVES, Sees.NO, Sees.NO, Sees.NO, Sees.NO, Sees.NO),
    Part.MEMBERS_OFFICE: _row(Sees.CONSTITUENTS, Sees.CONSTITUENTS, Sees.NO, Sees.NO, Sees.NO, Sees.NO),
    Part.OTHER_PARENT: _NOTHING,
    Part.TRUSTED: _NOTHING,
    COMPLAINED_OF: _row(Sees.SUBSTANCE, Sees.NO, Sees.NO, Sees.NO, Sees.NO, Sees.NO),
    Role.RM: _MANAGER,
    Role.TM: _MANAGER,
    Role.CO: _TEAM,
    Role.CM: _TEAM,
    Role.IO: _INDEPENDENT,
    Role.IP: _INDEPENDENT,
    Role.AO: _INDEPENDENT,
    Role.CHAIR: _INDEPENDENT,
    Role.PANEL: _INDEPENDENT,
    Role.LADO: _SAFETY,
    Role.FD: _SAFETY,
    Role.EDT: _SAFETY,
    Role.HOS: _ABOVE,
    Role.DCS: _ABOVE,
    REPORT_WRITER: _row(Sees.PSEUDONYMS, Sees.NO, Sees.NO, Sees.NO, Sees.COUNTS, Sees.COUNTS),
}
"""R526: who may see what. Whom it does not name sees nothing. `sharing.may_be_told` reads it for letters."""


@frozen
class Reached:
    """Who a step goes to, and who is away and still copied in (R601)."""

    staff: Staff | None
    copied: tuple[Staff, ...] = ()


def reach(
    role: Role,
    council: Council,
    day: date,
    *,
    handler: str = "",
    excluded: frozenset[str] = frozenset(),
    named: tuple[Staff, ...] | None = None,
) -> Reached:
    """Somebody who holds the role and is there that day: their deputy if they are away, else the next rung (R601).

    `named` are those who hold it on this case alone. Above somebody appointed to it stands the complaints manager:
    what they owe is no business of the line complained about (R323). Somebody complained of is never reached (R602).
    Nobody is reached only if no rung above has anyone there.
    """
    if named is None:
        return _known(council, role, day, handler, excluded)
    return _first_there(council, role, day, handler, excluded, named)


@lru_cache(maxsize=4096)
def _known(council: Council, role: Role, day: date, handler: str, excluded: frozenset[str]) -> Reached:
    """Who is reached, worked out once for as long as the same people work here."""
    return _first_there(council, role, day, handler, excluded, None)


def _first_there(
    council: Council, role: Role, day: date, handler: str, excluded: frozenset[str], named: tuple[Staff, ...] | None
) -> Reached:
    copied: list[Staff] = []
    for rung in (role, *escalation_from(council, Role.HOS if role in BENCH else role)):
        for holder in named if rung is role and named is not None else _holders(rung, council, handler):
            if holder.id in excluded:
                continue
            if not holder.is_away(day):
                return Reached(holder, tuple(copied))
            copied.append(holder)
            deputy = member(council, holder.deputy)
            if deputy and deputy.id not in excluded and not deputy.is_away(day):
                return Reached(deputy, tuple(copied))
    return Reached(None, tuple(copied))


def member(council: Council, staff: str) -> Staff | None:
    """The member of staff with that id, if they work here."""
    return _by_id(council).get(staff)


@lru_cache(maxsize=16)
def _by_id(council: Council) -> Mapping[str, Staff]:
    return {each.id: each for each in reversed(council.staff)}


def _holders(role: Role, council: Council, handler: str) -> tuple[Staff, ...]:
    """Who holds a role for this case: the handler is its responding manager; their own line and team come before
    others.
    """
    responsible = member(council, handler)
    if role is Role.RM:
        return (responsible,) if responsible else ()
    holders = [each for each in council.staff if role in each.roles]
    return tuple(sorted(holders, key=lambda each: _distance(each, responsible)))


def _distance(holder: Staff, responsible: Staff | None) -> int:
    if responsible is None:
        return 0
    return 0 if holder.id == responsible.manager else 1 if holder.teams & responsible.teams else 2
