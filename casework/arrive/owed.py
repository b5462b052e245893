"""What somebody here owes because of a message: to read it on a case, to get in touch, to see to an advocate or a
deletion.

A letter to staff that names a step and a day, never a family, and nothing of what was said (R608). Once a day for
each step.
"""

from collections.abc import Iterator
from datetime import datetime

from casework import days, telling, wording
from casework.arrive.filing import Filed
from casework.arrive.saying import kept_ready
from casework.choices import Act
from casework.councils import Council, Role, Staff
from casework.dates import promises
from casework.facts import of_any, of_council
from casework.letters import Letter
from casework.messages import Sort
from casework.people import member, reach
from casework.said.answers import Meaning, Reading, Slot, Wish
from casework.said.commands import Command

STEP = "staff.step_due"


PRESSED = {
    ("bot.take_further", Act.YES): "recording that they ask for the next stage",
    ("bot.take_further_corp", Act.YES): "recording that they ask for the next stage",
    ("bot.checkin", Act.YES): "recording that it is sorted",
    ("bot.checkin", Act.A_BIT): "looking again at what is not sorted",
    ("bot.checkin", Act.NO): "looking again at what is not sorted",
    ("bot.answer_text", Act.ALL_RIGHT): "recording that they accept the answer",
    ("bot.answer_text_corp", Act.ALL_RIGHT): "recording that they accept the answer",
    ("bot.window_reminder", Act.ALL_RIGHT): "recording that they accept the answer",
    ("bot.answer_ready", Act.WITH_ADVOCATE): "giving them the answer with their advocate",
    ("bot.check_you", Act.WITH_ADVOCATE): "giving them the answer with their advocate",
    ("bot.answer_ready", Act.READ_HERE): "making sure that it is them, so that they can read the answer",
    ("bot.answer_ready", Act.BY_EMAIL): "making sure of their email, so that they can read the answer",
    ("bot.delete_forget", Act.YES): "knowing that they asked us to forget who they are",
    ("bot.sign_school", Act.HELP): "helping them to tell the school",
    ("bot.sign_other_council", Act.HELP): "helping them to find the other council",
    ("bot.sign_other_council", Act.PASS_ON): "passing it on, as they agreed",
    ("bot.sign_adult", Act.PASS_ON): "passing it on, as they agreed",
    ("bot.sign_councillor", Act.PASS_ON): "passing it on, as they agreed",
    ("bot.sign_records", Act.YES): "starting their request to see their files",
    ("bot.update_hold", Act.NOT_HAPPY): "talking to them about the later date",
    ("bot.update_hold", Act.WHY): "talking to them about the later date",
}
"""Buttons by which somebody asks us to do something, and the step it is."""


def letters(place: Filed, council: Council, now: datetime) -> tuple[Letter, ...]:
    """The steps that this message asks of somebody, as letters to them."""
    if place.message.automatic:
        return ()
    steps = [(STEP, Role.CO, step) for step in _steps(place.latest, place)]
    if place.message.sort is Sort.BLOCKED:
        steps.append(("staff.undelivered", Role.CO, "finding another way to reach them"))
    if place.stays_known or (place.latest.of, place.latest.act) == ("bot.delete_menu", Act.ASK_DELETION):
        steps.append(("staff.delete_request", Role.CM, "deciding what may be deleted"))
    return tuple(letter for words, role, step in steps for letter in _to(words, role, step, place, council, now))


def _steps(latest: Reading, place: Filed) -> Iterator[str]:
    if latest.command is Command.PERSON or latest.act in (Act.CALL_ME, Act.PERSON):
        yield "getting in touch with them"
    if latest.of == "bot.withdraw_check" and latest.act is Act.YES:
        yield "checking that they are all right, and that they want us to stop"
    ready = latest.act is Act.READ_HERE and kept_ready(place)  # then they read it, and nobody owes them anything
    step = PRESSED.get((latest.of, latest.act)) if latest.act and not ready else None
    if step:
        yield step
    wishes = Slot.ADVOCATE in latest.filled or latest.command is Command.ADVOCATE
    if wishes and place.known.advocate is Wish.YES:
        yield "asking the advocates to get in touch with them"
    if wishes and place.known.advocate is Wish.TELL:
        yield "telling the child about advocates"
    if place.case and latest.meaning is not Meaning.SILENT:
        another = place.message.another_matter
        yield "saying if a new message is the same matter or a new one" if another else "reading a new message"


def _to(words: str, role: Role, step: str, place: Filed, council: Council, now: datetime) -> Iterator[Letter]:
    about = place.case or place.contact
    today = days.today(now)
    due = days.add(today, 1, council.calendars["EW"])
    filled = {
        **of_council(council, today),
        **of_any(about, council, now),
        "step_plain": step,
        "next_date": wording.day(due, today),
        "erasure_due": promises.erasure_due(council, today),
    }
    for reader in _readers(role, place, council, now):
        yield from telling.to_staff(words, reader, about, filled, now, council, once=f"{step} {today}")


def _readers(role: Role, place: Filed, council: Council, now: datetime) -> tuple[Staff, ...]:
    """Whoever handles the case and signs for it; before there is one, the complaints officer. Never somebody
    complained of.
    """
    hidden = place.contact.hidden_from | (place.case.hidden_from if place.case else frozenset())
    if place.case:
        working = (member(council, place.case.handler), member(council, place.case.officer))
        readers = tuple(dict.fromkeys(each for each in working if each and each.id not in hidden))
        if readers:
            return readers
    reached = reach(role, council, days.today(now), excluded=hidden).staff
    return (reached,) if reached else ()
