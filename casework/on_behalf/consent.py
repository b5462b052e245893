"""What refuses a decision about an advocate, about authority or about who is told: each a sentence for whoever chose
it (R257, R505-R507, R513, R515, R520-R525). The rows that name these stand in `moves.people`.
"""

import re
from datetime import date

from casework import days
from casework.cases import Advocacy, Case, Decision
from casework.councils import Council, advocacy_provider
from casework.labels import Sender
from casework.on_behalf import acting, sharing
from casework.on_behalf.advocates import Relation, why_not
from casework.people import MAY_SEE, Part, Sees, What


def not_an_advocate(case: Case, decision: Decision, council: Council) -> str | None:
    """R506, R507: an advocate is independent of the service, and wanted."""
    facts = decision.facts
    return why_not(
        Relation(facts["relation"]),
        case,
        council,
        name=facts["advocate_name"],
        email=facts.get("reached_at", ""),
        objected=facts.get("objected") == "yes",
    )


def not_agreed(case: Case, decision: Decision, council: Council) -> str | None:
    """R505: nobody's name is passed on without their agreement."""
    del case, council
    if decision.facts.get("agreed") != "yes":
        return (
            "The young person has not agreed that we pass on their name. Ask them first. They can also ring themselves."
        )
    return None


def nobody_commissioned(case: Case, decision: Decision, council: Council) -> str | None:
    """R505: who is asked stands in the profile, by the day."""
    del case
    if advocacy_provider(council, days.today(decision.at)) is None:
        return "The profile names no advocacy service for today. Help them to another agency, and tell the manager."
    return None


def is_themselves(case: Case, decision: Decision, council: Council) -> str | None:
    """Whose complaint it is has one place on the case."""
    del council
    there = decision.facts.get("reached_at", "").strip().lower()
    if there and there == case.complainant.address.value:
        return "That is where we reach whoever’s complaint it is. Somebody else needs a way of their own."
    return None


def is_somebody_else(case: Case, decision: Decision, council: Council) -> str | None:
    """R524: the way to a young person does not lead through somebody who acts for them, or is complained of."""
    there = decision.facts.get("reached_at", "").strip().lower()
    if any(each.address.value == there for each in case.people[1:]):
        return "That is how somebody else on the case is reached. Ask for a way that is only theirs."
    return complained_of(case, decision, council)


def not_asked_again(case: Case, decision: Decision, council: Council) -> str | None:
    """R515: after a no there is no message of its own. Each stage's own letter still says it."""
    del decision, council
    if case.complainant.young and case.advocacy is Advocacy.DECLINED:
        return (
            "They said no, so they are not written to about it again. "
            "Each stage’s own letter still says that they can have an advocate."
        )
    return None


def complained_of(case: Case, decision: Decision, council: Council) -> str | None:
    """R513: never through somebody complained of."""
    name, there = decision.facts.get("person_name", ""), decision.facts.get("reached_at", "")
    for each in council.staff:
        same = each.name.casefold() == name.strip().casefold() or (there and each.email == there.strip().lower())
        if same and each.id in case.excluded:
            return (
                "This person is complained of in this case. They are told nothing, and nobody is reached through them."
            )
    return None


def unknown_person(case: Case, decision: Decision, council: Council) -> str | None:
    """Authority is for somebody on the case whose part can be told something at all (R522, R526)."""
    del council
    person = acting.who(case, decision)
    if person is None:
        return "Add this person to the case first: then say what they may do."
    if MAY_SEE[person.part][What.COMPLAINT] is Sees.NO:
        return (
            "Nothing of this case may go to them, whatever they hold (R522): each member of a family is dealt with "
            "separately. If they act for whoever’s complaint it is, add them as a representative."
        )
    return None


def ends_before_it_begins(case: Case, decision: Decision, council: Council) -> str | None:
    """R520: a record that holds on no day at all is a mistake."""
    del case, council
    ends = decision.facts.get("expires")
    if ends and date.fromisoformat(ends) < acting.given(decision):
        return "The last day of this authority lies before its first. Check both dates."
    return None


def given_in_future(case: Case, decision: Decision, council: Council) -> str | None:
    """R520: what has not been given yet cannot be recorded."""
    del case, council
    if acting.given(decision) > days.today(decision.at):
        return "That day has not come yet. Record the authority when it has been given."
    return None


def no_permission_yet(case: Case, decision: Decision, council: Council) -> str | None:
    """R521: two halves. The young person's comes first."""
    del council
    person = acting.who(case, decision)
    if person is None or not sharing.in_force(case, person.address, days.today(decision.at)):
        return "The young person’s own permission for this worker is not on record. Record that first (R521)."
    return None


def nothing_to_withdraw(case: Case, decision: Decision, council: Council) -> str | None:
    """R525."""
    del council
    person = acting.who(case, decision)
    if person is None or person.left_out or person is case.complainant:
        return "This person is told nothing of the case as it is."
    return None


def not_checked_for_others(case: Case, decision: Decision, council: Council) -> str | None:
    """R522: where others of the family have a part or a case of their own, an answer is checked for facts about them
    before it goes. R386, X38: a member is answered about their constituent, and about nobody else.
    """
    del council
    told = sharing.readers(case, days.today(decision.at))
    untold = [each.known_as for each in case.people if each not in told and each.known_as]
    said = set(re.findall(r"\w+", " ".join(decision.facts.values()).casefold()))
    named = next((name for name in untold if name.casefold().split()[0] in said), "")
    if named and case.complainant.sender is Sender.MP_OR_COUNCILLOR:
        return f"The answer names {named}. A member is told about their constituent, and about nobody else (R386)."
    apart = any(each.part is Part.OTHER_PARENT for each in case.people)
    if (named or apart) and decision.facts.get("others_checked") != "yes":
        about = f"It names {named}, who" if named else "Others of the family have a part in this and"
        return f"{about} may not be told of in it: check it for facts about other people, and say that you have (R522)."
    return None
