"""What a case says among the council's figures: its lines of the ledger (R810), worked out afresh and never kept in it.

Nothing is asked of anybody for it. What the case does not know is left empty, and reports say "Unknown" (R819).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from casework import days, standing
from casework.actions import Remedy
from casework.cases import OMBUDSMAN, Case, Decision, Issue, Outcome, StageRow, issues, together
from casework.clocks import Clock
from casework.councils import Council
from casework.labels import Kind, Procedure, Sender, Service
from casework.messages import Channel
from casework.on_behalf import offers
from casework.people import Part
from casework.records import ledger
from casework.records.ledger import STAGES, Directorate, Ledger, Method, Ruling, Stage, StageLine

COUNTED = frozenset({Kind.COMPLAINT, Kind.REPRESENTATION})
REQUESTS = {"records": ledger.Asked.SAR, "data_right": ledger.Asked.ERASURE, "sharing": ledger.Asked.SHARING}
"""What the courses of information requests are counted as; freedom of information has no line (RB18)."""

METHODS = {
    Channel.EMAIL: Method.EMAIL,
    Channel.TELEGRAM: Method.TELEGRAM,
    Channel.FORM: Method.WEBSITE,
    Channel.TELEPHONE: Method.TELEPHONE,
    Channel.LETTER: Method.LETTER,
    Channel.IN_PERSON: Method.IN_PERSON,
}
RULINGS = {
    "upheld": Ruling.UPHELD,
    "not_upheld": Ruling.NOT_UPHELD,
    "premature": Ruling.PREMATURE,
    "out_of_time": Ruling.OUT_OF_TIME,
    "not_investigated": None,
}
"""The Ombudsman's rows by the step they ended in (R392-R395); before that, still open."""

LEARNING = frozenset({Service.SEN, Service.ADMISSIONS_TRANSPORT, Service.EARLY_YEARS_FUNDING, Service.MUSIC,
                      Service.CHILDRENS_CENTRES, Service.CHILDREN_MISSING_EDUCATION})  # fmt: skip
"""Children's services that are no social care (D's Children's Non-SC)."""

IN_CARE = frozenset({Service.CHILD_IN_CARE, Service.CARE_EXPERIENCE, Service.IRO})
"""Teams that work for nobody but children in care and care leavers (R829)."""

IN_CARE_ASKED = "in_care"
"""The fact that says whether it is about a child in care or a care leaver, as whoever opened it answered."""

ABBREVIATED = frozenset({"sen", "iro", "lado"})
"""Teams that are known by their letters."""

REOPENED = "reopen"

STANDS_UNLESS_KNOWN = frozenset(
    {"directorate", "service", "team", "category_b", "category_d", "sender", "via_advocate", "child_in_care", "method",
     "formal", "extended", "agreed_due", "outcome", "payment", "fee", "subject"}
)  # fmt: skip
"""Columns in which what a council's spreadsheet said stands, as long as the case itself says nothing."""


def of(case: Case, council: Council) -> Ledger:
    """Every line that the case stands for, none where reports do not count it (R233, R386)."""
    if not standing.counts(case, council):
        return Ledger()
    return Ledger(
        stages=tuple(_stages(case, council)),
        compliments=tuple(_compliments(case)),
        learning=tuple(_learning(case)),
        requests=tuple(_requests(case, council)),
        advocacy=offers.for_report(case) if case.kind in COUNTED else (),
        conduct=tuple(_conduct(case)),
        restrictions=tuple(_restrictions(case)),
    )


def _stages(case: Case, council: Council) -> Iterator[StageLine]:
    latest = {row.stage: row for row in case.stages}.values()
    for row in latest if case.kind in COUNTED else ():
        if row.stage in STAGES and row.course not in ("elsewhere", "conduct"):
            yield _stage(case, row, council)


def _stage(case: Case, row: StageRow, council: Council) -> StageLine:
    about, beside = issues(case, row), row.stage == OMBUDSMAN
    first = _answered_before(case, row, council)
    limit = first or _limit(case, row, council)
    return StageLine(
        case=case.reference,
        council=case.council,
        kind=case.kind,
        procedure=about[0].procedure if about else case.procedure,
        stage=Stage(row.stage),
        formal=None if beside else row.stage != Stage.REPRESENTATION,
        directorate=directorate(about[0].procedure, about[0].service) if about else None,
        service=tuple(dict.fromkeys(each.service for each in about if each.service is not Service.UNKNOWN)),
        team=_team(case, about, council),
        category_b=tuple(dict.fromkeys(each.category_b for each in about if each.category_b)),
        category_d=tuple(dict.fromkeys(each.category_d for each in about if each.category_d)),
        sender=None if case.complainant.sender is Sender.UNKNOWN else case.complainant.sender,
        via_advocate=any(each.part is Part.ADVOCATE and not each.left_out for each in case.people),
        child_in_care=_in_care(case, row),
        method=METHODS[case.messages[0].channel] if case.messages else None,
        received=row.received,
        day_0=first.day_0 if first else row.day_0,
        extended=limit.extended if limit else None,
        agreed_due=limit.agreed if limit else None,
        responded=first.stopped if first else row.responded,
        closed=row.closed,
        closure=row.closure,
        outcome=found_at(case, row),
        ombudsman=RULINGS.get(row.step, Ruling.OPEN) if beside else None,
        payment=_pounds(sum(each.amount for each in case.actions if each.remedy is Remedy.PAYMENT and each.paid))
        if beside
        else None,
        fee=_pounds(sum(each.fee_paid for each in case.appointments if each.stage == row.stage)),
        subject=about[0].text if about else "",
    )


def _team(case: Case, about: Sequence[Issue], council: Council) -> tuple[str, ...]:
    """B 3.8: the teams of whoever owes the answer, as the directory has them; without any, those that it is about. Of a
    case that a spreadsheet brought, the spreadsheet says it.
    """
    theirs = next((sorted(each.teams) for each in council.staff if each.id == case.handler), [])
    services = [each.service for each in about if each.service is not Service.UNKNOWN and case.contact]
    return tuple(dict.fromkeys(map(called, theirs or services)))


def called(team: str) -> str:
    """A team as people write it: SEN, Family support."""
    words = team.replace("_", " ")
    return words.upper() if words in ABBREVIATED else words[:1].upper() + words[1:]


def found_at(case: Case, row: StageRow) -> Outcome | None:
    """What was found at that stage (R821), as its last answer says; a later stage's finding does not change it."""
    for decision in reversed(case.decisions):
        told = [decision.facts.get(f"outcome_{each.number}") for each in issues(case, row)]
        if decision.stage == row.stage and any(told):
            return together(Outcome(each) if each else None for each in told)
    return None


def directorate(procedure: Procedure, service: Service) -> Directorate | None:
    """The part of a council that such a matter is about, where procedure and team say it."""
    if procedure is Procedure.ADULT_SOCIAL_CARE:
        return Directorate.ADULTS_SOCIAL_CARE
    if service in LEARNING:
        return Directorate.CHILDRENS_OTHER
    if procedure is Procedure.STATUTORY or service not in (Service.UNKNOWN, Service.OTHER_COUNCIL_SERVICE):
        return Directorate.CHILDRENS_SOCIAL_CARE
    return None


def _limit(case: Case, row: StageRow, council: Council) -> Clock | None:
    """The time limit on the answer of that stage, running or over."""
    mine = _limits(case, row, council)
    return mine[-1] if mine else None


def _limits(case: Case, row: StageRow, council: Council) -> list[Clock]:
    names = (*standing.named("clock", case, row, council), *standing.definition(row, council).then)
    return [each for each in case.clocks if each.name in names and each.day_0 >= row.received]


def _answered_before(case: Case, row: StageRow, council: Council) -> Clock | None:
    """S2: a stage that was opened again stays answered when it was first answered, and that clock says when."""
    again = next((each.at for each in case.decisions if each.move == REOPENED and each.stage == row.stage), None)
    answers = [each for each in case.decisions if again and each.at < again and each.stage == row.stage]
    if not any(fact.startswith("outcome_") for each in answers for fact in each.facts):
        return None
    return next((each for each in _limits(case, row, council) if each.stopped), None)


def _in_care(case: Case, row: StageRow) -> bool | None:
    """R829: as whoever opened it said; else as the service or the sender says; else nobody knows."""
    said = next((each.facts[IN_CARE_ASKED] for each in case.decisions if each.facts.get(IN_CARE_ASKED)), "")
    if said:
        return said == "yes"
    about = {each.service for each in issues(case, row)}
    yes = about & IN_CARE or case.complainant.sender in (Sender.CARE_LEAVER, Sender.FOSTER_CARER)
    return True if yes else None


def _compliments(case: Case) -> Iterator[ledger.Compliment]:
    if case.kind is not Kind.COMPLIMENT:
        return
    told, passed = _latest(case, "open"), _latest(case, "pass_on")
    team = told.facts.get("team_praised", "") if told else ""
    yield ledger.Compliment(
        received=days.today(case.received),
        council=case.council,
        directorate=directorate(case.procedure, case.issues[0].service),
        service=tuple(dict.fromkeys(each.service for each in case.issues if each.service is not Service.UNKNOWN)),
        team=(team,) if team else (),
        source=case.complainant.sender.value,
        text=case.issues[0].text,
        may_quote=passed.facts.get("may_quote") == "yes" if passed else None,
    )


def _learning(case: Case) -> Iterator[ledger.LearningAction]:
    for each in case.actions:
        if each.level:
            yield ledger.LearningAction(
                case=case.reference,
                stage=Stage(each.stage) if each.stage in STAGES else None,
                agreed=each.agreed,
                level=ledger.Level(each.level.value),
                text=each.text,
                owner=each.owner,
                due=each.due,
                status=ledger.Status(each.status.value),
                reason=each.reason,
                directorate=directorate(case.procedure, case.issues[0].service),
            )


def _requests(case: Case, council: Council) -> Iterator[ledger.Request]:
    for row in case.stages:
        asked = REQUESTS.get(row.course)
        if asked is None:
            continue
        if row.stage == "internal_review":
            asked = ledger.Asked.INTERNAL_REVIEW
        limit = _limit(case, row, council)
        yield ledger.Request(row.received, case.council, asked, limit.due if limit else None, row.responded)


def _conduct(case: Case) -> Iterator[ledger.ConductComplaint]:
    """Whether it was looked into, and what came of it, is the monitoring officer's to know, not ours (R116)."""
    if any(row.course == "conduct" for row in case.stages):
        yield ledger.ConductComplaint(days.today(case.received), case.council, "", None, None)


def _restrictions(case: Case) -> Iterator[ledger.Restriction]:
    """From the day it was decided to its last day, or to the day before it was ended (R278, R280, S20)."""
    start: date | None = None
    until: date | None = None
    for decision in case.decisions:
        day = days.today(decision.at)
        if decision.move in ("restrict", "go_on_restricting"):
            start, until = start or day, date.fromisoformat(decision.facts["until_date"])
        elif decision.move == "end_restriction" and start:
            yield ledger.Restriction(case.council, start, max(start, day - timedelta(days=1)))
            start = None
    if start:
        yield ledger.Restriction(case.council, start, until)


def _latest(case: Case, move: str) -> Decision | None:
    return next((each for each in reversed(case.decisions) if each.move == move), None)


def _pounds(pence: int) -> Decimal | None:
    return Decimal(pence) / 100 if pence else None
