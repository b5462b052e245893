"""What a command or a button is answered with that is none of the four questions. Each is answered by itself, at once,
and leaves everything else where it was.
"""

from collections.abc import Mapping
from datetime import datetime

from casework import questions, standing
from casework.arrive import apart
from casework.arrive.filing import Filed
from casework.arrive.saying import RECEIPTS, Reply, kept_ready
from casework.cases import Case, State
from casework.choices import Act
from casework.contacts import Contact
from casework.councils import Council
from casework.facts import in_chat, of_contact, promised_anew
from casework.said.answers import Answers, Reading
from casework.said.commands import Command
from casework.said.introductions import Who
from casework.said.languages import LANGUAGES
from casework.said.presses import LANGUAGE_PICK
from casework.time_passes import surveying

NO_MORE = ("bot.done_sort",)
"""After these words a complaint begins today: they had chosen to have it sorted out (R418)."""

CAN_GO_FURTHER = frozenset({State.OVERDUE, State.RESPONDED, State.PROVISIONALLY_CLOSED, State.CLOSED})


def is_received(place: Filed) -> bool:
    """Whether they have a receipt, or were told that what they wrote is in safe hands."""
    return any(place.known.shown.get(words) for words in RECEIPTS) or questions.in_safe_hands(place.contact)


def replies(
    latest: Reading, place: Filed, council: Council, now: datetime, beside: tuple[Contact | Case, ...] = ()
) -> tuple[Reply, ...]:
    """The answer to a command or a button. `beside` are the writer's other open matters."""
    if latest.late:
        return (Reply("bot.old_button"),)
    if latest.command:
        late = ("bot.status_late",) if latest.command is Command.STATUS and _is_late(place, council, now) else ()
        return tuple(Reply(words) for words in (*_commanded(latest.command, place, now), *late))
    if (latest.of, latest.act) == ("adv.linked", Act.MY_PEOPLE):
        return (_people(place, beside, council, now),)
    words, extra = _acted(latest, place, council, now)
    return tuple(Reply(each, facts=extra) for each in words)


def _is_late(place: Filed, council: Council, now: datetime) -> bool:
    """Whether a date was missed, another promised since, and they need not wait for it."""
    return place.case is not None and bool(promised_anew(place.case, now)) and bool(further(place, council))


def _people(place: Filed, beside: tuple[Contact | Case, ...], council: Council, now: datetime) -> Reply:
    """An advocate's young people, by label: reference, stage and the next date, and no more (conversations 2.13)."""
    lines = []
    for each in (place.case or place.contact, *beside):
        contact = each if isinstance(each, Contact) else questions.as_contact(each, place.contact.sender)
        if called := questions.labelled(contact):
            known = questions.answers(contact)
            told = (
                in_chat(each, contact, known, council, now)
                if isinstance(each, Case)
                else of_contact(contact, known, council, now)
            )
            lines.append(f"- {called}, {each.reference}: {told['stage_plain']}. Next: {told['next_date']}")
    return Reply("adv.people" if lines else "adv.new", facts={"people": "\n".join(lines)})


def _commanded(asked_for: Command, place: Filed, now: datetime) -> list[str]:
    known, opened = place.known, questions.is_opened(place.known) or place.case is not None
    match asked_for:
        case Command.STATUS:
            return ["bot.status" if opened else "bot.status_none"]
        case Command.ADVOCATE:
            return [_about_an_advocate(known)]
        case Command.COMPLAINT:
            return _made_complaint(place, now) if opened and (place.case or is_received(place)) else []
        case Command.DELETE | Command.LANGUAGE | Command.PRIVATE | Command.CLEAR | Command.WITHDRAW:
            return [_BY_COMMAND[asked_for]]
        case _:
            return [f"bot.{asked_for.value}"]


_BY_COMMAND = {
    Command.DELETE: "bot.delete_menu",
    Command.LANGUAGE: "bot.language_pick",
    Command.PRIVATE: "bot.keep_private",
    Command.CLEAR: "bot.clear_done",
    Command.WITHDRAW: "bot.withdraw_check",
}


def _about_an_advocate(known: Answers) -> str:
    if known.who is Who.ADVOCATE:
        return "adv.start"
    return "bot.q3_advocate_adult" if questions.is_adult(known) else "bot.q3_yes"


def _made_complaint(place: Filed, now: datetime) -> list[str]:
    """R387, R418: from today where they had chosen to have it sorted out; else it was one from the first line, and what
    was not asked yet still is.
    """
    chose = [words for words in NO_MORE if place.known.shown.get(words)]
    if chose or place.case:
        return ["bot.made_complaint"]
    return [questions.next_question(place.contact, place.known, now) or "bot.done_complaint"]


def further(place: Filed, council: Council) -> str:
    """The words that say how to take it further: by right, or as far as a manager agrees (R412, R380). Empty where
    there is nothing to take further yet.
    """
    if place.case is None or place.case.current is None or place.case.state not in CAN_GO_FURTHER:
        return ""
    at = standing.definition(place.case.current, council)
    return "bot.take_further" if at.entitled else "bot.take_further_corp"


def _acted(latest: Reading, place: Filed, council: Council, now: datetime) -> tuple[list[str], Mapping[str, str]]:
    """What a button says that has a line of its own; every other gets `bot.ok`."""
    if (latest.of, latest.act) == ("bot.which_case", Act.NEW):
        return [], {}  # the receipt follows
    if latest.of == apart.ASKED:
        return _kept_apart(latest, place), {}
    if latest.act and (words := _FIXED.get((latest.of, latest.act))):
        return [words], {}
    if latest.of in ("adv.consent", "adv.consent_reminder") and latest.act in CONSENT:
        return ["adv.consent_saved", "adv.consent_scope"], {"consent_how": CONSENT[latest.act]}
    if (latest.of, latest.act) == ("bot.delete_forget", Act.YES):
        return ["bot.delete_request" if place.stays_known else "bot.forgotten"], {}
    if told := _by_council(latest, place, council):
        return told
    if latest.act is Act.READ_HERE:
        return [] if kept_ready(place) else ["bot.check_you"], {}
    if latest.act in (Act.FURTHER, Act.NOT_HAPPY):
        return [further(place, council) or "bot.person"], {}
    if latest.act is Act.CARRY_ON or latest.of == "bot.soft_check":
        question = questions.next_question(place.contact, place.known, now)
        answered = latest.act is Act.RATHER_NOT  # as words about harm are
        return ([question] if question and is_received(place) else [] if answered else ["bot.ok"]), {}
    return [_EVERYWHERE.get(latest.act, "bot.ok") if latest.act else "bot.ok"], {}


def _by_council(latest: Reading, place: Filed, council: Council) -> tuple[list[str], Mapping[str, str]] | None:
    """What depends on what the council has switched on: a language, the survey. None: nothing does."""
    if latest.of == LANGUAGE_PICK and place.known.language not in ("", *council.languages):
        return ["bot.language_other"], {"language": LANGUAGES.get(place.known.language, "that language")}
    if (latest.of, latest.act) == ("bot.closed", Act.SURVEY):
        asks = council.team.equality_asked and not place.known.shown.get(surveying.FIRST)
        return [surveying.FIRST if asks else "bot.ok"], {}
    return None


def _kept_apart(latest: Reading, place: Filed) -> list[str]:
    """On yes each part is answered by itself; on no it is one matter, and whose is asked if they have the receipt."""
    if apart.is_late(place):
        return ["bot.old_button"]
    return ["adv.new"] if latest.act is Act.NO and is_received(place) else []


_FIXED = {
    ("bot.withdraw_check", Act.YES): "bot.withdrawn",
    ("bot.delete_menu", Act.FORGET): "bot.delete_forget",
    ("bot.delete_menu", Act.ASK_DELETION): "bot.delete_request",
    ("bot.stop", Act.UNDO): "bot.welcome_back",
    ("bot.take_further", Act.YES): "bot.further_started",
    ("bot.take_further_corp", Act.YES): "bot.further_started",
    ("bot.checkin", Act.NO): "bot.not_sorted",
    ("bot.checkin", Act.A_BIT): "bot.not_sorted",
    ("bot.update_hold", Act.WHY): "bot.person",
    ("bot.update_hold", Act.NOT_HAPPY): "bot.person",
    ("bot.sign_school", Act.HELP): "bot.person",
    ("bot.sign_other_council", Act.HELP): "bot.person",
    ("adv.start", Act.LINK): "adv.which_address",
    ("adv.context", Act.NO): "adv.new",
    ("adv.context", Act.YES): "adv.consent",
    ("adv.consent_reminder", Act.CHANGED_MIND): "bot.withdraw_check",
    ("adv.linked", Act.HELP): "bot.help",
}

_EVERYWHERE = {
    Act.NOTICE: "bot.full_notice",
    Act.MY_PLACE: "bot.share_place",
    Act.CALL_DUTY: "bot.numbers",
    Act.QUESTION: "bot.ask_away",
    Act.BY_EMAIL: "bot.which_email",
}
"""Buttons that say the same wherever they stand."""

CONSENT = {
    Act.THEY_SAID: "they told you",
    Act.SIGNED: "they signed a form",
    Act.ACTING: "they can't say, so you act for them",
}
