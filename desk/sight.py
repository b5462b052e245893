"""Who may see what at the desk (R526, R602, R708). Asked by every page, and answered here only.

Whoever is complained of sees nothing of it, whatever their role. For whoever may not see a thing, it is not there.
"""

from collections.abc import Iterable

from casework.alarms import Alarm, Level, is_open
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import TEAM, Council, Role
from casework.labels import Procedure
from casework.people import MAY_SEE, Sees, What, member
from desk.access import SAFETY, Visit


def alarm(rung: Alarm, visit: Visit) -> bool:
    """Whether they may see that it rang, and take it. The LADO hears of allegations only (R708)."""
    if visit.staff.id in rung.excluded:
        return False
    if visit.roles & (TEAM | SAFETY - {Role.LADO}):
        return True
    return Role.LADO in visit.roles and rung.level is Level.STAFF


def contact(one: Contact, opened: Iterable[Case], visit: Visit) -> bool:
    """Whether they may read a contact; `opened` are the cases it has become."""
    became = tuple(opened)
    if became and all(map(is_allegation, became)) and Role.LADO not in visit.roles:
        return False
    hidden = one.hidden_from.union(*(each.hidden_from for each in became))
    return visit.staff.id not in hidden and (visit.in_team or _rung(one.alarms, visit))


def case(one: Case, visit: Visit, council: Council) -> bool:
    """Whether they may read a case: the team any, whoever it was given to and their team manager theirs."""
    if is_kept_out(one, visit):
        return False
    if is_allegation(one):
        return Role.LADO in visit.roles
    return visit.in_team or _theirs(one, visit, council) or _rung(one.alarms, visit)


def outline(one: Case, visit: Visit) -> bool:
    """Whether they may see its reference, stage, dates and theme: a head of service or director who was written to
    about it. What the chase leads to is there.
    """
    above = any(MAY_SEE[role][What.COMPLAINT] is Sees.OUTLINE for role in visit.roles if role in MAY_SEE)
    written_to = any(each.staff == visit.staff.id for each in one.said)
    return above and written_to and not is_allegation(one) and not is_kept_out(one, visit)


def is_allegation(one: Case) -> bool:
    """R115: a record that only the LADO group can open."""
    return one.procedure is Procedure.LADO


def needs_reason(one: Case | Contact, visit: Visit, council: Council) -> bool:
    """R904: whether it is read as a safeguarding record. Whoever has taken its alarm has said why."""
    if isinstance(one, Case) and is_allegation(one):
        return True
    if visit.in_team or any(is_open(each) and each.acknowledged_by == visit.staff.id for each in one.alarms):
        return False
    return isinstance(one, Contact) or not _theirs(one, visit, council)


def is_kept_out(one: Case, visit: Visit) -> bool:
    """Whether it names them: then it is not there, not even in a list (R602)."""
    return visit.staff.id in one.hidden_from


def roles(one: Case, visit: Visit) -> frozenset[Role]:
    """In which roles they may decide it: whoever acts as complaints manager for it is that too, here (R247)."""
    return visit.roles | {Role.CM} if one.acting == visit.staff.id else visit.roles


def _theirs(one: Case, visit: Visit, council: Council) -> bool:
    handler = member(council, one.handler)
    over = handler is not None and handler.manager == visit.staff.id and Role.TM in visit.roles
    own = {one.handler, one.officer, one.acting, *(each.person for each in one.appointments if each.serving)}
    return over or visit.staff.id in own or _decides(one, visit, council) or _stands_above(one, visit, council)


def _stands_above(one: Case, visit: Visit, council: Council) -> bool:
    """R247: where the complaints manager is complained of, those above say who acts instead."""
    about = any(Role.CM in each.roles for each in council.staff if each.id in one.excluded)
    return about and bool(visit.roles & {Role.HOS, Role.DCS})


def _decides(one: Case, visit: Visit, council: Council) -> bool:
    """Whether the course of an open stage is theirs to move on: data protection's requests, the LADO's allegations."""
    return any(visit.roles & set(council.procedures[at.course].deciders) for at in one.stages if not at.settled)


def _rung(rung: Iterable[Alarm], visit: Visit) -> bool:
    return any(is_open(each) and alarm(each, visit) for each in rung)
