"""Is it a machine talking? A table of tests; the first that holds says what kind. It marks, and never drops anything.

A machine's mail is kept and filed like any other, but nobody answers it: two machines that answer each other never
stop. The other mistake is worse, though. A family's complaint marked as a machine's gets no receipt and no clock, so a
test here asks for what only programs write, never for words alone that a person might use.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import field

from casework.frozen import frozen
from casework.messages import Automatic, Fate
from intake import giveaways


@frozen
class Seen:
    """What screening looks at. `headers` by name in lower case, values readable; `ours` our own addresses.

    `answers`: it is an answer to something. `fate` is what a report in the mail says; `method` the calendar's
    (`REQUEST`, `REPLY`, …), empty if it is none; `is_ours` knows our own Message-IDs, `hops` how many servers it went
    through.
    """

    headers: dict[str, list[str]] = field(repr=False)
    sender: str = field(repr=False)
    reply_to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    message_id: str = field(default="", repr=False)
    answers: bool = False
    fate: Fate | None = None
    method: str = ""
    hops: int = 0
    ours: Collection[str] = frozenset()
    is_ours: Callable[[str], bool] = lambda _: False

    def says(self, name: str) -> str:
        """All of a header's values in one line, lower case; empty if there is none."""
        return " ".join(self.headers.get(name, ())).lower()


SUPPRESSES = re.compile(r"\b(?:all|autoreply|oof)\b")
MANY = re.compile(r"\b(?:bulk|list|junk)\b")

HOPS = 60
"""Servers after which a mail is going round in circles (*taste*; ten is many)."""


def _is_report(fate: Fate) -> Callable[[Seen], bool]:
    return lambda seen: seen.fate is fate


def _is_read_receipt(seen: Seen) -> bool:
    return bool(giveaways.READ.match(seen.subject) and giveaways.WAS_READ.match(seen.text))


def _is_invitation(seen: Seen) -> bool:
    return seen.method in ("REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD", "PUBLISH")


def _comes_back(seen: Seen) -> bool:
    """Our own mail, or so many servers that it must be: nobody writes to us from our own address but ourselves."""
    return is_own(seen.sender, seen.ours) or seen.is_ours(seen.message_id) or seen.hops > HOPS


def _says_so(seen: Seen) -> bool:
    """RFC 3834. `no` is the one value that means a person."""
    return any(
        value.lower().split(";")[0].split("(")[0].strip() not in ("no", "")
        for value in seen.headers.get("auto-submitted", ())
    )


def _answers_itself(seen: Seen) -> bool:
    if any(seen.says(name).strip() not in ("no", "false", "0") for name in giveaways.AUTOREPLIES & seen.headers.keys()):
        return True
    answered = (
        "auto_reply" in seen.says("precedence")
        or "auto-reply" in seen.says("precedence")
        or "auto_reply" in seen.says("x-precedence")
    )
    return (
        answered or "autoresponder" in seen.says("x-post-messageclass") or "autoresponder" in seen.says("delivered-to")
    )


def _wants_no_answer(seen: Seen) -> bool:
    """Exchange's way of saying "do not answer this by machine". It stands on what machines send, and on the mail of
    people whose Outlook is set so: theirs says something, a machine's that it was received, or that somebody is away.
    """
    asks = SUPPRESSES.search(seen.says("x-auto-response-suppress"))
    return bool(asks) and len(seen.text) < giveaways.SHORT and bool(giveaways.SAYS_NOTHING.match(seen.text))


def _went_to_many(seen: Seen) -> bool:
    """A list's, or a sender's to thousands; not our own mailbox's group, which every mail to us goes through."""
    if giveaways.OF_LISTS.isdisjoint(seen.headers):
        return False
    own = {address.replace("@", mark) for address in seen.ours for mark in (".", "@")}
    if any(address in seen.says(name) for name in giveaways.NAMING_A_LIST for address in own):
        return False
    listed = not giveaways.OF_A_LIST.isdisjoint(seen.headers)
    many = bool(MANY.search(seen.says("precedence")))
    return listed or many or ("list-unsubscribe" in seen.headers and seen.reply_to.lower() in ("", seen.sender.lower()))


def _is_away(seen: Seen) -> bool:
    return bool(giveaways.AWAY.match(seen.subject[:200]))


def _is_note(seen: Seen) -> bool:
    """A program's note that no header gives away: it says what it is, or answers us as an absent person's does."""
    if len(seen.text) >= giveaways.SHORT:
        return False
    return bool(giveaways.AUTOMATED.match(seen.text) or (seen.answers and giveaways.ABSENT.match(seen.text)))


def _is_recall(seen: Seen) -> bool:
    return len(seen.text) < giveaways.SHORT and bool(giveaways.RECALLED.search(seen.text))


def _is_filled_in(seen: Seen) -> bool:
    """A form on somebody's web site, filled in by a person: its program may call itself one, the words are theirs."""
    if not is_form(seen.sender):
        return False
    labels = len(giveaways.FORM.findall(seen.text))
    elsewhere = seen.reply_to.lower() not in ("", seen.sender.lower())
    generated = all(
        value.lower().split(";")[0].strip() != "auto-replied" for value in seen.headers.get("auto-submitted", ())
    )
    return generated and labels >= (1 if elsewhere else 2)


def _has_no_sender(seen: Seen) -> bool:
    """An empty return path (RFC 5321): whoever sent it does not want to hear what becomes of it."""
    paths = [*seen.headers.get("return-path", ()), *seen.headers.get("x-envelope-from", ())]
    return any(path.replace(" ", "") == "<>" for path in paths[:1])


def _is_robot(seen: Seen) -> bool:
    """An address nobody reads; but a person is behind it if another is to be answered, or a form was filled in."""
    local = seen.sender.partition("@")[0]
    if giveaways.ROBOTS.match(local):
        return True
    answers_elsewhere = seen.reply_to.lower() not in ("", seen.sender.lower())
    return bool(giveaways.SILENT.search(local)) and not answers_elsewhere and len(giveaways.FORM.findall(seen.text)) < 2


def is_form(sender: str) -> bool:
    """Is this an address that web sites' forms send from? Then a person is behind its `Reply-To`."""
    local = sender.partition("@")[0]
    return bool(giveaways.SILENT.search(local) or giveaways.FORMS.match(local))


def is_own(address: str, ours: Collection[str]) -> bool:
    """Is this an address of ours, or one of those that we sign for somebody to answer to (`mailbox+clue@council`)?"""
    local, _, domain = address.lower().rpartition("@")
    return bool({f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"}.intersection(ours))


RULES: tuple[tuple[Callable[[Seen], bool], Automatic | None], ...] = (
    (_is_report(Fate.FAILED), Automatic.BOUNCE),
    (_is_report(Fate.DELAYED), Automatic.RECEIPT),
    (_is_report(Fate.DELIVERED), Automatic.RECEIPT),
    (_is_report(Fate.READ), Automatic.RECEIPT),
    (_is_report(Fate.COMPLAINED_OF), Automatic.RECEIPT),
    (_is_read_receipt, Automatic.RECEIPT),
    (_is_invitation, Automatic.CALENDAR),
    (_is_recall, Automatic.RECEIPT),
    (_comes_back, Automatic.AUTO_REPLY),
    (_is_filled_in, None),
    (_says_so, Automatic.AUTO_REPLY),
    (_answers_itself, Automatic.AUTO_REPLY),
    (_went_to_many, Automatic.LIST),
    (_wants_no_answer, Automatic.AUTO_REPLY),
    (_is_away, Automatic.AUTO_REPLY),
    (_is_note, Automatic.AUTO_REPLY),
    (_has_no_sender, Automatic.AUTO_REPLY),
    (_is_robot, Automatic.AUTO_REPLY),
)
"""A test, and what it makes of the mail. The first that holds decides."""


def screen(seen: Seen) -> Automatic | None:
    """What kind of machine is talking; None for a person."""
    return next((verdict for test, verdict in RULES if test(seen)), None)
