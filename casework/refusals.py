"""What refuses a move: each a small pure function that says why, in words for a manager, or None to let it pass.

The rule it rests on is named in `RuleBroken`, which `casework.decide` raises with the sentence.
"""

from datetime import date

from casework import days, reserved, standing
from casework.cases import Advocacy, Case, Decision, State, stage
from casework.clocks import Clock
from casework.councils import Council, Role
from casework.on_behalf import sharing


class RuleBroken(Exception):
    """A decision that the rules do not allow: the sentence for the person who chose it, and the rule."""

    def __init__(self, text: str, rule: str) -> None:
        super().__init__(text)
        self.text, self.rule = text, rule


def handler_is_named(case: Case, decision: Decision, council: Council) -> str | None:
    """R602, R360: whoever is complained of does not get the case, the chases or the answer to write."""
    del council
    if decision.facts.get("handler", case.handler) in case.excluded:
        return "This person is named in the complaint, so the case cannot be given to them. Choose another manager."
    return None


def already_extended(case: Case, decision: Decision, council: Council) -> str | None:
    """R363, R408: once only. Day 20 from receipt is the limit, however often more time is asked for."""
    running = _clock(case, decision, council)
    if running and running.extended:
        return f"It was extended once already. The last day allowed is {_date(running.due)}; after that it is overdue."
    return None


def date_has_passed(case: Case, decision: Decision, council: Council) -> str | None:
    """R274: an extension is decided by the end of the first due date; after that it goes overdue."""
    running = _clock(case, decision, council)
    if running and days.today(decision.at) > running.due:
        return f"The date passed on {_date(running.due)}. Say sorry for the delay instead, and give a new date."
    return None


def reason_not_permitted(case: Case, decision: Decision, council: Council) -> str | None:
    """R302, R303, R313: more time only for a reason that the clock permits, as the council's profile says."""
    running = _clock(case, decision, council)
    permitted = running.terms.reasons if running else ()
    if permitted and decision.facts.get("reason") not in permitted:
        return f"More time is allowed only for: {', '.join(reason.replace('_', ' ') for reason in permitted)}."
    return None


def not_verified(case: Case, decision: Decision, council: Council) -> str | None:
    """R524: an answer goes only to somebody whom a person has matched to the writer. Where only an advocate or another
    has written for them, that is who must be known.
    """
    del council
    told = sharing.readers(case, days.today(decision.at))
    if not any(each.verified for each in (told[:1] if case.complainant.address.value else told)):
        return (
            "Nobody has recorded how we know who is writing. Do that first: "
            "a call to a number we hold, or an advocate's word."
        )
    return None


def not_verified_here(case: Case, decision: Decision, council: Council) -> str | None:
    """R524: so does an answer to any other matter, unless it holds nothing about anybody."""
    at = stage(case, decision.stage)
    if at and council.procedures[at.course].for_anyone:
        return None
    return not_verified(case, decision, council)


def steps_left(case: Case, decision: Decision, council: Council) -> str | None:
    """R385, R386: the answer follows the last of the steps that the profile names."""
    at = stage(case, decision.stage)
    steps = standing.definition(at, council).steps if at else ()
    if at and steps and at.step != steps[-1]:
        return f"First say that it is {steps[-1].replace('_', ' ')}."
    return None


def advocate_unanswered(case: Case, decision: Decision, council: Council) -> str | None:
    """R502, R511: a young person's stage is not ended while nobody has asked them about an advocate."""
    del decision, council
    if case.complainant.young and case.advocacy in (None, Advocacy.OFFERED):
        return (
            "Nobody has recorded what the young person said about an advocate. "
            "Ask them, or record that they could not be reached."
        )
    return None


def late_request_is_the_managers(case: Case, decision: Decision, council: Council) -> str | None:
    """R276, R322, R333: a request after the window is the complaints manager's to accept; the default is yes."""
    at = stage(case, decision.stage)
    window = standing.window(case, at, council) if at else None
    late = at and (at.state is State.PROVISIONALLY_CLOSED or (window and _asked(decision) > window.due))
    if late and decision.role != Role.CM:
        return (
            "The last day to ask has passed. The complaints manager decides; "
            "within twelve months the answer is normally yes."
        )
    return None


def still_to_come(on: str, decision: Decision) -> str | None:
    """R113: what happened, happened on a day that has been: somebody asked when their message arrived."""
    given = decision.facts.get(on)
    if given and date.fromisoformat(given) > days.today(decision.at):
        return "The day you gave is still to come. Give the day on which it happened."
    return None


def new_date_is_past(case: Case, decision: Decision, council: Council) -> str | None:
    """R612: a holding letter names a day that is still to come."""
    del case, council
    if date.fromisoformat(decision.facts["new_due_date"]) <= days.today(decision.at):
        return "The new date must be still to come."
    return None


def same_person_again(case: Case, decision: Decision, council: Council) -> str | None:
    """R382: the second stage under the Ombudsman's code is answered by somebody else than the first."""
    at = stage(case, decision.stage)
    entitled = at is not None and standing.definition(at, council).entitled
    if entitled and decision.facts.get("handler") == case.handler:
        return "This manager answered the first time. Choose somebody else to look at it again."
    return None


def late_panel_is_the_managers(case: Case, decision: Decision, council: Council) -> str | None:
    """R277, R333: a panel that is asked for late is the complaints manager's to grant, and never granted by time."""
    at = stage(case, decision.stage)
    window = standing.window(case, at, council) if at else None
    late = at and (at.state is State.PROVISIONALLY_CLOSED or (window and _asked(decision) > window.due))
    if late and decision.role != Role.CM:
        return "The last day to ask for a panel has passed. Put it to the complaints manager, who decides."
    return None


def may_not_be_told(case: Case, decision: Decision, council: Council) -> str | None:
    """R271: while nobody has decided whether they may complain about this child, nothing of the case goes to them."""
    del decision, council
    if "nothing_disclosed" in case.marks or reserved.one(case, "interest"):
        return (
            "Nobody has decided whether they may be told about this child. The complaints manager decides that first."
        )
    return None


def date_has_not_passed(case: Case, decision: Decision, council: Council) -> str | None:
    """R367: once the date has passed, Stage 2 is theirs for the asking."""
    if date_has_passed(case, decision, council):
        return "The date has passed, so Stage 2 is theirs if they ask for it. It cannot be declined."
    return None


def skip_is_the_managers(case: Case, decision: Decision, council: Council) -> str | None:
    """R275, R367: before the due date Stage 1 is skipped only if the complaints manager and the person both agree."""
    running = _clock(case, decision, council)
    early = running and days.today(decision.at) <= running.due
    if early and decision.role != Role.CM:
        return (
            "Stage 1 still has time to run. Only the complaints manager, "
            "with the person's agreement, may go straight to Stage 2."
        )
    return None


def not_freely_withdrawn(case: Case, decision: Decision, council: Council) -> str | None:
    """R279, R370: a child's complaint ends at their word only when an advocate or the complaints manager is
    satisfied it is free.
    """
    del council
    if case.complainant.young and decision.role != Role.CM and not decision.facts.get("advocate_word", "").strip():
        return "A young person is withdrawing. The complaints manager must be satisfied that they chose this freely."
    return None


def held_once_already(case: Case, decision: Decision, council: Council) -> str | None:
    """R366: the complaints manager may hold automatic Stage 2 for one working day, once."""
    del decision, council
    if any(earlier.move == "hold_automatic_stage_2" for earlier in case.decisions):
        return "It was held for a day already. Stage 2 starts by itself on the next working day."
    return None


def _clock(case: Case, decision: Decision, council: Council) -> Clock | None:
    at = stage(case, decision.stage)
    return standing.running(case, at, council) if at else None


def _asked(decision: Decision) -> date:
    given = decision.facts.get("asked_on")
    return date.fromisoformat(given) if given else days.today(decision.at)


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
