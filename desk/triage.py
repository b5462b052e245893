"""The messages that nobody has decided, as a list: what can be chosen above it, what it is sorted by. First words are
in no table that is saved.
"""

from starlette.requests import Request

from casework.alarms import is_open
from casework.contacts import Contact
from casework.labels import Procedure
from desk import listing, suggestions
from desk.listing import Column, Filter, Listed
from desk.words import first_up, plain

NOTHING = "No suggestion"


def listed(request: Request, waiting: list[Contact]) -> Listed[Contact]:
    """The list as its address says; riskiest first, then longest waiting, where it says nothing (R001)."""
    columns: tuple[Column[Contact], ...] = (
        Column("reference", "Reference", lambda one: one.reference, lambda one: one.reference),
        Column("received", "Came in", lambda one: f"{one.received:%Y-%m-%d %H:%M} UTC, {plain(one.channel)}",
                        lambda one: one.received),
        Column("suggested", "Suggested", _suggested, _suggested),
        Column("flags", "Flags", _flags),
    )  # fmt: skip
    filters: tuple[Filter[Contact], ...] = (
        Filter("channel", "Came by", listing.choices((str(one.channel), first_up(plain(one.channel)))
                        for one in waiting), lambda one, value: one.channel == value),
        Filter("kind", "Suggested", listing.choices(map(_kind, waiting)),
                        lambda one, value: _kind(one)[0] == value),
        Filter("flag", "Flag", listing.choices((str(flag), first_up(plain(flag)))
                        for one in waiting for flag, _, _ in suggestions.flags(one)),
                        lambda one, value: bool(one.suggestion and value in one.suggestion.flags)),
        Filter("unsure", "Unsure only", listing.YES, lambda one, _: bool(one.suggestion and one.suggestion.unsure)),
    )  # fmt: skip
    return listing.listed("/tray", request.query_params, waiting, columns, filters)


def _kind(one: Contact) -> tuple[str, str]:
    found = one.suggestion
    return (str(found.kind), first_up(plain(found.kind))) if found else ("none", NOTHING)


def _suggested(one: Contact) -> str:
    found = one.suggestion
    if found is None:
        return NOTHING
    course = plain(found.procedure) if found.procedure is not Procedure.NONE else "no procedure"
    return f"{first_up(plain(found.kind))}, {course}{' (unsure)' if found.unsure else ''}"


def _flags(one: Contact) -> str:
    alarm = ["alarm"] if any(is_open(each) for each in one.alarms) else []
    held = ["held"] if one.held else []
    return ", ".join((*alarm, *held, *(plain(flag) for flag, _, _ in suggestions.flags(one))))
