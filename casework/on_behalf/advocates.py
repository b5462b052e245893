"""Who can be somebody's advocate, and who cannot: an advocate is on the young person's side and independent of the
service (R506, R507).
"""

from collections.abc import Mapping
from enum import StrEnum

from casework.cases import Case
from casework.councils import Council, Staff


class Relation(StrEnum):
    """How somebody stands to the young person and to the complaint: asked of whoever is named as their advocate."""

    COMMISSIONED = "from_our_advocacy_service"
    OTHER_AGENCY = "from_another_agency"
    INDEPENDENT = "somebody_else_independent"
    PERSONAL_ADVISER = "personal_adviser"
    SOCIAL_WORKER = "social_worker"
    REVIEWING_OFFICER = "independent_reviewing_officer"
    FOSTER_CARER = "foster_carer"
    COMPLAINED_OF = "complained_of"
    THEIR_MANAGER = "manager_of_whoever_is_complained_of"
    SERVICE_MANAGER = "manager_of_the_service"
    HOLDS_RESOURCES = "holds_the_resources_of_the_service"
    CONSIDERS_IT = "will_consider_the_complaint"


_SUPPORTS = (
    "{who} can support the young person and stay beside them, but cannot be their advocate: they are not independent "
    "of the service (R507). Offer the young person an advocate."
)
_NOT_THEM = "Somebody who {what} cannot be the advocate (R506). Offer the young person somebody independent."

WHY_NOT: Mapping[Relation, str] = {
    Relation.PERSONAL_ADVISER: _SUPPORTS.format(who="A personal adviser"),
    Relation.SOCIAL_WORKER: _SUPPORTS.format(who="A social worker"),
    Relation.REVIEWING_OFFICER: _SUPPORTS.format(who="An independent reviewing officer"),
    Relation.FOSTER_CARER: _SUPPORTS.format(who="A foster carer"),
    Relation.COMPLAINED_OF: _NOT_THEM.format(what="is complained of"),
    Relation.THEIR_MANAGER: _NOT_THEM.format(what="manages whoever is complained of"),
    Relation.SERVICE_MANAGER: _NOT_THEM.format(what="manages the service"),
    Relation.HOLDS_RESOURCES: _NOT_THEM.format(what="holds the resources of the service"),
    Relation.CONSIDERS_IT: _NOT_THEM.format(what="will consider the complaint for the council"),
}
"""Why somebody who stands so cannot be the advocate. A relation that is not here is no reason against them."""


def why_not(relation: Relation, case: Case, council: Council, *, name: str, email: str, objected: bool) -> str | None:
    """Why this person cannot be the advocate, in a sentence for whoever wanted to record them; None if they can."""
    if relation in WHY_NOT:
        return WHY_NOT[relation]
    if objected:
        return "The young person does not want this person. Help them to somebody they choose (R506)."
    if any(_same(each.name, name) for each in case.appointments):
        return _NOT_THEM.format(what="will consider the complaint for the council")
    if works_here := _works_here(council, name=name, email=email):
        if works_here.id in case.excluded:
            return _NOT_THEM.format(what="is complained of")
        return "This person works for the council, and so is not independent of it: they cannot be the advocate (R506)."
    return None


def _works_here(council: Council, *, name: str, email: str) -> Staff | None:
    return next((each for each in council.staff if _same(each.email, email) or _same(each.name, name)), None)


def _same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()
