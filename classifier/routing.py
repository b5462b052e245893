"""Which procedure, by the rulebook's own tests in their own order (R201-R210, R220-R229), where the signs are plain.

Each row needs one of its signs in the text. No row, no opinion: the model's answer stands.
"""

from collections.abc import Mapping, Set

from casework.frozen import frozen
from casework.labels import Flag, Kind, Procedure

GRIEVANCE = frozenset({Kind.COMPLAINT, Kind.REPRESENTATION})


@frozen
class Row:
    """A test of the rulebook: the signs that must be there, those that must not, and the procedure that follows."""

    rule: str
    procedure: Procedure
    signs: tuple[str, ...] = ()
    and_signs: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    kinds: frozenset[Kind] = GRIEVANCE
    flag: Flag | None = None


@frozen
class Ruled:
    """What a row says, and the words it was said from."""

    procedure: Procedure
    rule: str
    words: tuple[str, ...]


NOTHING_TO_ANSWER = frozenset({Kind.COMPLIMENT, Kind.ENQUIRY, Kind.NOT_FOR_US, Kind.CONCERN_ABOUT_CHILD})
REQUEST = frozenset({Kind.INFORMATION_REQUEST})
EDUCATION = ("ehcp", "admissions", "transport")
OTHER_EDUCATION = ("transport", "early_years", "music", "missing_education")
OF_CHILDREN = ("in_care", "leaving_care")
OTHER_ROUTES = ("records", "data", "court_report")

TABLE: tuple[Row, ...] = (
    Row("R202", Procedure.LADO, flag=Flag.ALLEGATION_AGAINST_STAFF, kinds=frozenset(Kind), but_not=("grown_abuse",)),
    Row("R210", Procedure.NONE, kinds=NOTHING_TO_ANSWER),
    Row("R205", Procedure.DATA_PROTECTION, kinds=REQUEST),
    Row("R240", Procedure.SCHOOL, ("school",), but_not=(*EDUCATION, "in_care", "child_protection", "lado")),
    Row("R226", Procedure.APPEAL_OR_COURT, ("court_report",)),
    Row("R235", Procedure.APPEAL_OR_COURT, ("ehc_content",), ("ehcp",), ("ehc_time",)),
    Row("R236", Procedure.APPEAL_OR_COURT, ("admissions",), ("tribunal", "refused")),
    Row("R205", Procedure.DATA_PROTECTION, ("records", "erasure", "foi"), ("data", "waiting", "silence", "not_given")),
    Row("R206", Procedure.COUNCILLOR_CONDUCT, ("councillor",), but_not=("mp_enquiry", "ehcp", "in_care")),
    Row("R207", Procedure.ADULT_SOCIAL_CARE, ("adult_care",), but_not=(*OF_CHILDREN, "ehcp", "child_protection")),
    Row("R225", Procedure.CORPORATE, ("conference", "s47"), but_not=("in_care",)),
    Row("R227", Procedure.CORPORATE, ("ehcp",), ("ehc_time", "waiting", "silence", "provision_missing")),
    Row("R227", Procedure.CORPORATE, OTHER_EDUCATION, but_not=("in_care", "disabled")),
    Row("R222", Procedure.STATUTORY, ("adoption",), but_not=OTHER_ROUTES),
    Row("R223", Procedure.STATUTORY, ("guardianship",), but_not=OTHER_ROUTES),
    Row("R224", Procedure.STATUTORY, ("fostering_service",), but_not=("approval_review", "data")),
    Row("R220", Procedure.STATUTORY, ("leaving_care", "child_in_need"), but_not=(*OTHER_ROUTES, "s47")),
    Row("R221", Procedure.STATUTORY, ("in_care",), but_not=(*OTHER_ROUTES, "court", "school", "s47")),
)

# R701: the model or these signs, either is enough. All of the first must be there, none of the second.
SHOWN: tuple[tuple[Flag, frozenset[str], frozenset[str]], ...] = (
    (Flag.IMMEDIATE_RISK, frozenset({"other_tongue_danger"}), frozenset()),
    (Flag.IMMEDIATE_RISK, frozenset({"danger_other", "danger_now"}), frozenset({"joke"})),
    (Flag.IMMEDIATE_RISK, frozenset({"danger_sex", "danger_now"}), frozenset()),
    (Flag.IMMEDIATE_RISK, frozenset({"danger_missing", "danger_now"}), frozenset({"joke"})),
    (Flag.WANTS_ADVOCATE, frozenset({"wants_advocate"}), frozenset()),
)


def flags_shown(signs: Mapping[str, str]) -> frozenset[Flag]:
    """The flags that plain signs raise, whatever the model thinks."""
    return frozenset(flag for flag, wanted, barred in SHOWN if wanted <= signs.keys() and not barred & signs.keys())


def by_rule(kind: Kind, flags: Set[Flag], signs: Mapping[str, str]) -> Ruled | None:
    """The first row that fits: `signs` are the cues found, each with the words that showed it."""
    row = next((row for row in TABLE if _fits(row, kind, flags, signs)), None)
    if row is None:
        return None
    shown = [signs[sign] for sign in (*row.signs, *row.and_signs) if sign in signs]
    return Ruled(row.procedure, row.rule, tuple(dict.fromkeys(shown)))


def _fits(row: Row, kind: Kind, flags: Set[Flag], signs: Mapping[str, str]) -> bool:
    if kind not in row.kinds or (row.flag is not None and row.flag not in flags):
        return False
    if any(sign in signs for sign in row.but_not):
        return False
    return all(not wanted or any(sign in signs for sign in wanted) for wanted in (row.signs, row.and_signs))
