"""The ledger of offers: when an advocate was offered, at which stage, by what or whom, and what came of it
(R502, R503, R508, R515).

Nothing is written down for it. Every letter that offers an advocate stands in `said`, every answer in the chat or in a
decision, and every referral in the case: the ledger is read from those, so it can neither be forgotten nor disagree.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from casework import days, telling, wording
from casework.cases import Advocacy, Case
from casework.councils import Council, Role, Staff
from casework.facts import of_council
from casework.frozen import frozen, replace
from casework.labels import Kind
from casework.letters import Letter, Posted, Urgency, write
from casework.messages import Channel
from casework.on_behalf import advocacy
from casework.on_behalf.referrals import Referral
from casework.records import ledger

OFFERS = frozenset(
    "bot.received bot.q3_advocate bot.advocacy_1 bot.advocacy_2 bot.advocacy_3 bot.human_hello bot.made_complaint "
    "bot.further_started bot.answer_text bot.take_further bot.update_hold bot.update_overdue bot.update_overdue_corp "
    "bot.window_reminder email.receipt_auto email.ack_complaint_statutory_yp email.ack_complaint_corporate_yp "
    "email.ack_representation_yp email.ack_next_stage email.advocacy_offer_yp email.advocacy_reminder_1_yp "
    "email.advocacy_reminder_2_yp email.auto_stage2 email.hold_yp email.overdue_yp email.overdue_corporate_yp "
    "email.close_stage1_statutory_yp email.close_stage1_corporate_yp email.close_stage2_yp email.close_stage3_yp "
    "email.close_final email.close_representation_yp email.close_not_pursued_yp email.stage2_start_yp "
    "email.stage2_progress email.panel_invite letter.refused_yp web.done".split()
)
"""Words in which a young person is offered an advocate. A test holds them against the words themselves."""

ANSWERED_IN_CHAT = {
    "bot.q3_yes": Advocacy.ACCEPTED,
    "bot.q3_no": Advocacy.DECLINED,
    "bot.q3_have": Advocacy.HAS_ONE,
}
"""What we say to an answer, and the answer it was."""

ANSWERS = {
    Advocacy.ACCEPTED: ledger.Answer.ACCEPTED,
    Advocacy.ALLOCATED: ledger.Answer.ACCEPTED,
    Advocacy.HAS_ONE: ledger.Answer.ACCEPTED,
    Advocacy.DECLINED: ledger.Answer.DECLINED,
    Advocacy.NOT_REACHED: ledger.Answer.NOT_REACHED,
}
"""What came of it, as the reports count it; nothing yet, where it is not here."""

LEFT = (Posted.SENT, Posted.SENDING, Posted.QUEUED)
WEEKLY = "staff.advocacy_weekly"


@frozen
class Offer:
    """One line: an offer made, or an answer to one. `by` is the name of the words or the id of a member of staff."""

    stage: str
    day: date
    by: str
    how: Channel | None
    answer: Advocacy


def history(case: Case) -> tuple[Offer, ...]:
    """Every offer and answer of a case, in the order in which they happened; none for an adult (R504)."""
    if not case.complainant.young:
        return ()
    return tuple(each for _, each in sorted(_lines(case), key=lambda line: line[0]))


def unrecorded(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Open complaints of children and care leavers with nothing recorded about an advocate, oldest first (R517)."""
    waiting = (
        case
        for case in cases
        if case.kind is Kind.COMPLAINT and case.complainant.young and not case.settled
        if advocacy.wish(case) in (None, Advocacy.OFFERED)
    )
    return tuple(sorted(waiting, key=lambda case: case.received))


def for_report(case: Case) -> tuple[ledger.Offer, ...]:
    """A case's lines among the council's figures (R508): each referral, or the offer where there was none."""
    made = history(case)
    first = next((each.day for each in made), None)
    line = ledger.Offer(case.reference, case.council, first, _answer(case), None, "", None)
    if case.referrals:
        return tuple(_as_reported(each, line) for each in case.referrals)
    return (line,) if made else ()


def _answer(case: Case) -> ledger.Answer | None:
    known = advocacy.wish(case)
    return ANSWERS.get(known) if known else None


def _as_reported(referral: Referral, line: ledger.Offer) -> ledger.Offer:
    """R502, X07: their own choice of agency counts as offered, and as another agency's."""
    answer = ledger.Answer.OTHER_AGENCY if referral.own_choice else line.answer
    return replace(
        line, answer=answer, referred=referral.sent, provider=referral.provider, allocated=referral.allocated
    )  # fmt: skip


def weekly(reader: Staff, cases: Iterable[Case], council: Council, now: datetime) -> tuple[Letter, ...]:
    """The week's list to a complaints manager: whose offer nobody has recorded (R517). None if there is nobody.

    Named for the week: asked every morning, said once.
    """
    theirs = unrecorded(cases) if Role.CM in reader.roles else ()
    listed = [case for case in theirs if reader.id not in case.hidden_from]
    if not listed:
        return ()
    today = days.today(now)
    year, week, _ = today.isocalendar()
    facts = of_council(council, today) | {
        "unasked_count": "1 young person" if len(listed) == 1 else f"{len(listed)} young people",
        "unasked_list": "\n".join(
            f"- {case.reference}, since {wording.day(days.today(case.received), today)}" for case in listed
        ),
    }
    return tuple(
        write(
            WEEKLY,
            way,
            council=council.name,
            about=f"advocacy/{reader.id}",
            reference="",
            now=now,
            facts=facts,
            once=f"{year}-{week}",
            urgency=Urgency.DIGEST,
            staff=reader.id,
        )
        for way in telling.ways(reader)
    )


def _lines(case: Case) -> Iterator[tuple[datetime, Offer]]:
    for said in case.said:
        answer = Advocacy.OFFERED if said.words in OFFERS else ANSWERED_IN_CHAT.get(said.words)
        if answer and not said.staff and said.posted in LEFT:
            day = days.today(said.written)
            yield said.written, Offer(_stage_at(case, day), day, said.words, said.to.channel, answer)
    for message in case.messages:
        if message.taken_down and (told := advocacy.aloud(message)):
            day = days.today(message.received)
            yield message.received, Offer(_stage_at(case, day), day, message.taken_down.by, message.channel, told)
    for decision in case.decisions:
        if told := advocacy.recorded(decision):
            day = days.today(decision.at)
            yield decision.at, Offer(_stage_at(case, day), day, decision.by, None, told)


def _stage_at(case: Case, day: date) -> str:
    """The stage that had been begun last by that day; before the first, the first."""
    begun = [row.stage for row in case.stages if row.received <= day]
    return begun[-1] if begun else case.stages[0].stage if case.stages else ""
