"""The ledger, opened for one report: its lines sorted once, and how long each of them took.

Days are counted on the calendar of the council's own time limits, with the years before it that reports look back to.
Where no calendar reaches, nothing is counted, and the report says so and fails (R413).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from casework.councils import ClockRule, Council
from casework.dates import relaxing
from casework.days import CalendarEnds, Tally
from casework.frozen import frozen, replace
from casework.labels import Procedure
from casework.records.beyond import Beyond
from casework.records.ledger import Directorate, Ledger, Stage, StageLine
from reports.periods import Period

_LIMITS = {
    (Procedure.STATUTORY, Stage.STAGE1): "s1_statutory",
    (Procedure.STATUTORY, Stage.STAGE2): "s2_investigation",
    (Procedure.CORPORATE, Stage.STAGE1): "corp_s1",
    (Procedure.CORPORATE, Stage.STAGE2): "corp_review",
    (Procedure.ADULT_SOCIAL_CARE, Stage.STAGE1): "asc_plan",
}
_STAGE_LIMITS = {Stage.REPRESENTATION: "representation", Stage.REVIEW: "corp_review", Stage.STAGE3: "s3_panel"}
"""S5: the clock whose length a line has, by procedure and stage, or by stage alone."""

OTHER = "other"
"""The lines that stand in no row of Table 1."""

_BY_PROCEDURE = {Procedure.STATUTORY: "statutory", Procedure.CORPORATE: "corporate"}
_WHOLE = {
    Stage.REPRESENTATION: "representation",
    Stage.REVIEW: "stage2_corporate",  # S6
    Stage.STAGE3: "stage3",
    Stage.OMBUDSMAN: "ombudsman",
}


@frozen
class Book:
    """One report's lines. `today` is the day on which it is made: nothing later is known."""

    ledger: Ledger = field(repr=False)
    council: Council = field(repr=False)
    period: Period
    by_stage: Mapping[Stage, Sequence[StageLine]] = field(repr=False)
    by_directorate: Mapping[Directorate | None, Sequence[StageLine]] = field(repr=False)
    by_row: Mapping[str, Sequence[StageLine]] = field(repr=False)
    tallies: Mapping[str, Tally] = field(repr=False)
    beyond: Beyond = field(default=Beyond(), repr=False)
    today: date = date.max

    @property
    def until(self) -> date:
        """The last of its days that anything is known of."""
        return min(self.period.last, self.today)

    @property
    def begins(self) -> date | None:
        """The first day that any line is of."""
        return min((line.received for line in self.ledger.stages), default=None)

    def at(self, *stages: Stage) -> Sequence[StageLine]:
        """The lines at these stages, of every directorate."""
        return [line for stage in stages for line in self.by_stage.get(stage, ())]

    def of(self, directorate: Directorate | None) -> Sequence[StageLine]:
        """The lines of a directorate, or of none that is known."""
        return self.by_directorate.get(directorate, ())

    def elapsed(self, line: StageLine) -> int | None:
        """R413: the working days after day 0, up to and including the day of the answer."""
        if line.responded is None:
            return None
        try:
            return self._tally(self._limit(line)).between(line.day_0 or line.received, line.responded)
        except CalendarEnds:
            return None

    def due(self, line: StageLine) -> date | None:
        """S5: the date agreed, or else day 0 and the length that the council gives it; None where it gives none."""
        if line.agreed_due:
            return line.agreed_due
        clock = self._limit(line)
        if clock is None:
            return None
        try:
            return self._tally(clock).add(line.day_0 or line.received, _length(clock, extended=bool(line.extended)))
        except CalendarEnds:
            return None

    def relaxed_due(self, line: StageLine) -> date | None:
        """R303: the same by the limits that the council had relaxed when it began."""
        clock, day_0 = self._limit(line), line.day_0 or line.received
        by = relaxing.in_force(self.council, clock.name, day_0) if clock and not line.agreed_due else None
        if clock is None or by is None:
            return self.due(line)
        try:
            return self._tally(clock).add(day_0, _length(relaxing.relaxed(clock, by), extended=bool(line.extended)))
        except CalendarEnds:
            return None

    def with_due(self, lines: Sequence[StageLine]) -> Sequence[StageLine]:
        """Those for which there is a date to be late for."""
        return [line for line in lines if self.due(line)]

    def overdue(self, lines: Sequence[StageLine]) -> Sequence[StageLine]:
        """R822: answered after they were due."""
        return [line for line in lines if (due := self.due(line)) and line.responded and line.responded > due]

    def took_longer(self, line: StageLine) -> bool:
        """Whether its answer took more than the ordinary time, whatever was agreed."""
        clock, days = self._limit(line), self.elapsed(line)
        return clock is not None and days is not None and days > clock.length

    def is_late_on(self, line: StageLine, day: date) -> bool:
        """R822: whether it was due before that day and is not answered."""
        due = self.due(line)
        return due is not None and due < day and (line.responded is None or line.responded > day)

    def uncounted(self) -> Sequence[StageLine]:
        """Lines answered in the period whose days no calendar knows."""
        return [line for line in self.ledger.stages if line.responded in self.period and self.elapsed(line) is None]

    def _limit(self, line: StageLine) -> ClockRule | None:
        name = _STAGE_LIMITS.get(line.stage)
        if name is None and line.procedure:
            name = _LIMITS.get((line.procedure, line.stage))
        return self.council.clocks[name] if name else None

    def _tally(self, clock: ClockRule | None) -> Tally:
        return self.tallies["COUNCIL" if clock and clock.calendar == "COUNCIL" else "EW"]


def row_of(line: StageLine) -> str:
    """The row of Table 1 that a line stands in."""
    if line.stage in _WHOLE:
        return _WHOLE[line.stage]
    procedure = _BY_PROCEDURE.get(line.procedure) if line.procedure else None
    return f"{line.stage}_{procedure}" if procedure else OTHER


def opened(
    ledger: Ledger,
    council: Council,
    period: Period,
    beyond: Beyond = Beyond(),  # noqa: B008 it is a value
    today: date = date.max,
) -> Book:
    """The ledger, opened for a period; `beyond` is what cases handled here say besides."""
    by_stage: defaultdict[Stage, list[StageLine]] = defaultdict(list)
    by_directorate: defaultdict[Directorate | None, list[StageLine]] = defaultdict(list)
    by_row: defaultdict[str, list[StageLine]] = defaultdict(list)
    for line in ledger.stages:
        by_stage[line.stage].append(line)
        by_directorate[line.directorate].append(line)
        by_row[row_of(line)].append(line)
    past = council.calendars["EW_PAST"]
    closed = replace(past, holidays={**past.holidays, **council.closure_days})
    tallies = {"EW": Tally(past), "COUNCIL": Tally(closed)}
    return Book(ledger, council, period, by_stage, by_directorate, by_row, tallies, beyond, today)


def _length(clock: ClockRule, *, extended: bool) -> int:
    return clock.extend_to if extended and clock.extend_to else clock.length
