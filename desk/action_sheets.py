"""What the page behind a link in an email asks: one button, or the few things that an answer needs (S22).

It shows the reference, the stage and the date, and never a name of the family or what it is about: whoever holds the
telephone may read it.
"""

from datetime import date

from casework import clocks, days, wording
from casework.cases import Case
from casework.choices import CHOICES, Act
from casework.councils import Council
from casework.facts import of_case, of_council
from casework.frozen import frozen
from casework.letters import Letter
from casework.staff_answers import asks, chatting, links
from casework.staff_answers.asks import Given
from casework.staff_answers.records import RECORDS, Answer
from casework.staff_answers.settling import DELAY
from casework.staff_answers.urgent import IN_HAND
from desk.fields import EMPTY, Field, Filled, Sort

CONFIRM = "web.action_confirm"


@frozen
class Sheet:
    """One page: the words above it, its buttons with what each answers, its fields, and how they begin.

    `rows` are further lines above the words; `beside` is the button of the letter that leads to a page of its own,
    where another answer needs it.
    """

    words: str
    facts: dict[str, str]
    buttons: tuple[tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()
    begun: Filled = EMPTY
    beside: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def sheet(act: Act, given: Given, case: Case, council: Council) -> Sheet | None:
    """What this button of this letter asks now; None for what is done on the desk alone."""
    facts = _facts(given, case, council)
    answer = chatting.meant(act, given.letter, case, council)
    if answer is Answer.AGREED:
        return _agreement(facts, given)
    if answer is not None:
        return _confirmed(answer, facts)
    match act:
        case Act.DONE:
            return _done(facts, given)
        case Act.EXTEND:
            return _more_time(facts, given, case)
        case Act.REASSIGN:
            return _offer(facts, given, case, council)
        case Act.REASON if given.letter.words.startswith("staff.chase_"):
            return _reason(facts)
        case _:
            return None


def for_alarm(act: Act, letter: Letter) -> Sheet | None:
    """The same of an alert: somebody has it, or cannot take it."""
    ref = letter.reference
    if act is Act.HAVE_IT:
        return Sheet(CONFIRM, {"ref": ref, "action_done": IN_HAND}, ((act.value, f"I have {ref}"),))
    if act is Act.PASS:
        facts = {"ref": ref, "action_done": "passed on to the next person"}
        return Sheet(CONFIRM, facts, ((act.value, f"Pass {ref} on"),))
    return None


def _facts(given: Given, case: Case, council: Council) -> dict[str, str]:
    today = days.today(given.at)
    clock = asks.clock_of(given.letter.ask, case)
    dates = {"due_date": clock.due, "extend_max": clocks.furthest(clock, council)} if clock else {}
    written = {name: wording.day(day, today) for name, day in dates.items()}
    return of_council(council, today) | of_case(case, council, given.at) | written


def _confirmed(answer: Answer, facts: dict[str, str]) -> Sheet:
    done_as = RECORDS[answer].done_as
    label = f"Mark {facts['ref']} as {done_as}"
    return Sheet(CONFIRM, facts | {"action_done": done_as}, ((answer.value, label),))


def _done(facts: dict[str, str], given: Given) -> Sheet:
    both = (Answer.SAID_SENT, Answer.DRAFT_READY)
    buttons = tuple((each.value, f"Mark {facts['ref']} as {RECORDS[each].done_as}") for each in both)
    passes_on = any(code == Act.REASSIGN for _, code in CHOICES.get(given.letter.words, ()))
    return Sheet("staff.done_ask", facts, buttons, beside="Passed to someone else" if passes_on else "")


def _more_time(facts: dict[str, str], given: Given, case: Case) -> Sheet:
    codes = asks.reasons(asks.clock_of(given.letter.ask, case), days.today(given.at))
    if not codes:
        return Sheet("staff.extend_denied", facts)
    choices = tuple((code, asks.reason(code)) for code in codes)
    field = Field("reason", "Why is more time needed?", Sort.ONE, needed="Choose a reason.", choices=choices)
    return Sheet("staff.extend_ask", facts, ((Answer.MORE_TIME, f"Ask for more time for {facts['ref']}"),), (field,))


def _offer(facts: dict[str, str], given: Given, case: Case, council: Council) -> Sheet:
    people = asks.likely(case, council, days.today(given.at))
    choices = tuple((each.id, each.name or each.id) for each in people)
    field = Field("to", "Who should have it?", Sort.ONE, needed="Choose who should have it.", choices=choices)
    if not people:
        return _confirmed(Answer.NOT_MINE, facts)
    return Sheet("staff.reassign_ask", facts, ((Answer.OFFERED, f"Offer {facts['ref']} to them"),), (field,))


def _reason(facts: dict[str, str]) -> Sheet:
    done_as = RECORDS[Answer.REASON_GIVEN].done_as
    fields = (
        Field(
            "reason_plain", "Why is it late? The true reason, in plain words",
            hint="The complaints team puts it into the letter that says sorry.", needed="Write why it is late.",
        ),
        Field("new_due_date", "A date you can keep", Sort.DATE, needed="Give a date you can keep."),
    )  # fmt: skip
    return Sheet(
        CONFIRM,
        facts | {"action_done": done_as},
        ((Answer.REASON_GIVEN, f"Give the reason for {facts['ref']}"),),
        fields,
    )


def _agreement(facts: dict[str, str], given: Given) -> Sheet:
    """R274: the complaints manager reads what the person will be told, and may say it better."""
    labels = ("We need more time because", "So far we have", "Next we will")
    fields = tuple(
        Field(name, label, needed="Leave the words that stand there, or write better ones.")
        for name, label in zip(DELAY, labels, strict=True)
    )
    begun = Filled({name: given.letter.facts.get(name, "") for name in DELAY})
    facts = facts | {"action_done": RECORDS[Answer.AGREED].done_as}
    label, asked = f"Agree to more time for {facts['ref']}", given.letter.facts
    rows = (("Asked for by", asked["acted_by"]), ("Reason", asked["reasons"]), ("It would be due", asked["extend_max"]))
    return Sheet(CONFIRM, facts, ((Answer.AGREED, label),), fields, begun, rows=rows)


def wrong_date(filled: Filled, today: date) -> dict[str, str]:
    """A new date must still be to come."""
    given = filled.typed.get("new_due_date", "")
    return {"new_due_date": "Give a date after today."} if given and date.fromisoformat(given) <= today else {}


def other_page(given: Given, beside: str, key: bytes) -> str:
    """Where the answer that needs a page of its own is given."""
    return links.link(given.letter, Act.REASSIGN, key) if beside else ""
