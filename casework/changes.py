"""A Change: everything one event alters, saved whole or not at all. Nothing else is written by a rule."""

from collections.abc import Sequence
from dataclasses import field, fields
from datetime import datetime
from itertools import chain
from operator import attrgetter

from casework.alarms import Alarm
from casework.cases import Case, Decision
from casework.contacts import Contact
from casework.frozen import frozen
from casework.letters import Letter
from casework.messages import Address


@frozen
class Refiled:
    """Messages that somebody said belong elsewhere: their names, and the contact's id or case's reference there."""

    messages: tuple[str, ...]
    about: str


@frozen
class Woken:
    """What time has looked at, as it was read, and when to look at it again."""

    about: Case | Contact | Alarm
    wake_at: datetime | None


@frozen
class Change:
    """What to save. `withdrawn` names queued letters that must not leave any more.

    Contacts and cases carry the version they were read at; the store writes them only if it is still the one
    stored. `woken` were looked at by time and nothing changed but when to look again: only their `wake_at` is
    written, and no version moves. `decisions` are added to the record; a case also carries its own. Order matters
    for letters: they leave in it. `refiled` moves messages before anything else is written; `released` names letters
    that were kept ready and may leave now; `forgotten` are whom nothing may lead to any more, but for the letters of
    this change.
    """

    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()
    decisions: tuple[Decision, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    letters: tuple[Letter, ...] = ()
    withdrawn: tuple[str, ...] = ()
    woken: tuple[Woken, ...] = ()
    refiled: tuple[Refiled, ...] = ()
    released: tuple[str, ...] = ()
    forgotten: tuple[Address, ...] = field(default=(), repr=False)


def together(several: Sequence[Change]) -> Change:
    """All that several changes hold, each kind in the order in which they stand."""
    if len(several) == 1:
        return several[0]
    return Change(
        **{kind.name: tuple(chain.from_iterable(map(attrgetter(kind.name), several))) for kind in fields(Change)}
    )
