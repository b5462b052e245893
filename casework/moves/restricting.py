"""Limits on how somebody is answered, when their behaviour stops the work (R278, R280).

They are warned in writing first; the complaints manager and a head of service decide together; it ends, and is looked
at before it does. What they send is read all the same, and screened for harm; what is new is taken.
"""

from datetime import date

from casework import clocks, days, refusals
from casework.cases import Case, Decision, StageRow
from casework.councils import Council, Role, Tell
from casework.frozen import replace
from casework.moves import recording
from casework.moves.rows import EVER, MANAGER, UNSETTLED, Move
from casework.people import member

WARNED = Tell("letter.restriction_warning", "letter.restriction_warning", "letter.restriction_warning")
RESTRICTED = Tell("letter.restriction", "letter.restriction", "letter.restriction")
REVIEWED = Tell("letter.restriction_review", "letter.restriction_review", "letter.restriction_review")
MARK, REVIEW = "restricted", "restriction_review"
LONGEST = 12
"""Months after which a restriction must have been looked at (R280 says six as a rule). *Taste.*"""


def is_restricted(case: Case, at: StageRow, council: Council) -> bool:
    """Whether a limit is in force."""
    del at, council
    return MARK in case.marks


def is_not_restricted(case: Case, at: StageRow, council: Council) -> bool:
    """Whether there is none."""
    return not is_restricted(case, at, council)


def restricted(case: Case, decision: Decision, council: Council) -> Case:
    """The case with the limit noted, and the day on which somebody looks at it again."""
    today, review = days.today(decision.at), date.fromisoformat(decision.facts["review_by"])
    kept = (clocks.stop(each, today) if each.name == REVIEW and not each.stopped else each for each in case.clocks)
    look = clocks.start(council, REVIEW, today, stated=review)
    return replace(case, clocks=(*kept, look), marks=case.marks | {MARK})


def not_warned(case: Case, decision: Decision, council: Council) -> str | None:
    """R280: a warning in writing comes first, and time to answer it."""
    del council
    warned = next((each for each in reversed(case.decisions) if each.move == "warn_restriction"), None)
    if warned is None:
        return "They must be warned in writing first."
    if days.today(decision.at).isoformat() <= warned.facts["decide_by"]:
        return "They still have time to answer the warning."
    return None


def not_decided_together(case: Case, decision: Decision, council: Council) -> str | None:
    """R278: the complaints manager and a head of service, both by name, and neither of them complained of."""
    head = member(council, decision.facts["agreed_by"])
    if head is None or Role.HOS not in head.roles or head.id in {decision.by, *case.excluded}:
        return "A head of service decides it with you: somebody else than you, who is not complained of."
    return None


def without_an_end(case: Case, decision: Decision, council: Council) -> str | None:
    """R280: it ends, and is looked at before it does."""
    del case, council
    today, until = days.today(decision.at), date.fromisoformat(decision.facts["until_date"])
    review = date.fromisoformat(decision.facts["review_by"])
    if not today < review <= until <= days.months_after(today, LONGEST):
        return "It ends within a year, and is looked at again before it ends. Six months is the rule."
    return None


ROWS: tuple[Move, ...] = (
    Move(
        "warn_restriction", "R280", "Warn them about how they get in touch",
        since=UNSETTLED, by=MANAGER, whole=True, needs=("reason_plain", "what_we_will_do", "decide_by"),
        tells=(WARNED,), when=is_not_restricted, refusals=(refusals.not_verified,),
    ),
    Move(
        "restrict", "R278", "Limit how they are answered, with a head of service",
        since=UNSETTLED, by=MANAGER, whole=True,
        needs=("agreed_by", "reason_plain", "restriction_plain", "until_date", "review_by"),
        tells=(RESTRICTED,), when=is_not_restricted, records=restricted,
        refusals=(refusals.not_verified, not_warned, not_decided_together, without_an_end),
    ),
    Move(
        "go_on_restricting", "R280", "I looked again: the limit stays for now",
        since=UNSETTLED, by=MANAGER, whole=True,
        needs=("agreed_by", "reason_plain", "restriction_plain", "until_date", "review_by"),
        tells=(REVIEWED,), when=is_restricted, records=restricted, refusals=(not_decided_together, without_an_end),
    ),
    Move(
        "end_restriction", "R280", "End the limit",
        since=EVER, by=MANAGER, whole=True, needs=("why",), stops=(REVIEW,),
        when=is_restricted, records=recording.unmarked(MARK),
    ),
)  # fmt: skip
