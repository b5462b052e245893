"""What letters and alarms need to know of a council: names, numbers to ring, hours, how long things are kept."""

from datetime import date, time

from casework.days import Hours
from casework.frozen import frozen


@frozen
class Team:
    """The complaints team, as it signs and as it is found."""

    name: str
    phone: str
    hours: str
    email: str
    bot_name: str
    web_url: str
    pledge_url: str
    equality_url: str
    helper: str  # who helps adults complain: R504
    equality_asked: bool = False  # whether the pages at equality_url and beside it can be reached: R917


@frozen
class Line:
    """Somebody a frightened person can ring (R719)."""

    name: str
    phone: str
    email: str = ""


@frozen
class SafetyLines:
    """Who acts on danger. `checked` is the day a person last rang every number; `rota` holds staff names, in order."""

    team: str
    front_door: Line
    front_door_hours: Hours
    night_team: Line
    checked: date | None
    rota: tuple[str, ...] = ()


@frozen
class Helplines:
    """The same everywhere in England (R703)."""

    emergency: str
    childline: str
    samaritans: str
    runaway: str
    ombudsman: str


@frozen
class Provider:
    """A commissioned advocacy service, for as long as it is the one (R505)."""

    name: str
    phone: str
    hours: str
    email: str
    contact_days: int
    first: date | None = None
    last: date | None = None


@frozen
class OtherRoutes:
    """Where we point people whose matter is somebody else's (R203-R207)."""

    adult_team: str
    sendiass: str
    sendiass_phone: str
    mediation_phone: str
    monitoring_email: str


@frozen
class OfficeHours:
    """When we may write, to staff (R606) and to the public (R607); and when the digest goes (R605)."""

    staff: Hours
    public: Hours
    digest: time


@frozen
class Retention:
    """How long a record is kept, from when, at the least to which birthday (R906-R916)."""

    name: str
    since: str
    rule: str
    source: str
    years: int = 0
    months: int = 0
    days: int = 0
    until_age: int = 0
