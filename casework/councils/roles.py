"""Who does what: the roles a rung may name, and the people who hold them.

A profile names roles, never people. Who holds a role, and who is away, is known to `store.people`.
"""

from dataclasses import field
from datetime import date
from enum import StrEnum

from casework.frozen import frozen


class Role(StrEnum):
    """What somebody does here. A rung of a ladder names roles, never people."""

    CO = "CO"  # complaints officer
    CM = "CM"  # complaints manager: the designated officer (reg 10)
    RM = "RM"  # the manager who owes the Stage 1 reply
    TM = "TM"  # team manager
    HOS = "HoS"  # head of service
    DCS = "DCS"  # director
    IO = "IO"  # investigating officer
    IP = "IP"  # independent person
    AO = "AO"  # adjudicating officer
    CHAIR = "CHAIR"  # of a review panel
    PANEL = "PANEL"  # who sits on it with the chair
    IRO = "IRO"  # independent reviewing officer
    SWM = "SWM"  # the manager of the child's social worker
    FD = "FD"  # front door
    EDT = "EDT"  # emergency duty team, out of hours
    ROTA = "ROTA"  # whoever is next on the safety rota
    LADO = "LADO"
    ASG = "ASG"  # adult safeguarding
    DP = "DP"  # data protection
    FOI = "FOI"  # freedom of information
    SIRO = "SIRO"  # senior information risk owner
    MO = "MO"  # monitoring officer
    OWNER = "OWNER"  # whoever owes this one thing: a learning action, a remedy
    ADV = "ADV"  # an advocate, as one who may be told


TEAM = frozenset({Role.CO, Role.CM})
"""The complaints team: every case is theirs to see that does not name them."""


class Outside(StrEnum):
    """Somebody outside whom words may be meant for."""

    YOUNG_PERSON = "young_person"
    COMPLAINANT = "complainant"
    ADVOCATE = "advocate"
    REPRESENTATIVE = "representative"
    WORKER = "worker"
    MEMBERS_OFFICE = "members_office"
    PROVIDER = "provider"


@frozen
class Staff:
    """Somebody inside, with the roles they hold; `away` are the days, first and last, on which a deputy stands in."""

    id: str
    name: str = field(repr=False)
    roles: frozenset[Role]
    email: str = field(default="", repr=False)
    chat: str = field(default="", repr=False)
    teams: frozenset[str] = frozenset()
    manager: str = ""
    deputy: str = ""
    away: tuple[tuple[date, date], ...] = ()
    asks_suggestions: bool = False

    def is_away(self, day: date) -> bool:
        """Whether somebody else answers for them on that day (R601)."""
        return any(first <= day <= last for first, last in self.away)
