"""What came in, what ended and what is open, stage by stage: RB1 to RB3 and RB8 to RB11."""

from collections.abc import Callable, Sequence

from casework.actions import Compliance
from casework.cases import Outcome
from casework.records.ledger import Ruling, Stage
from reports import measures, periods
from reports.book import OTHER, Book
from reports.figures import UNKNOWN, Count, Words
from reports.measures import Lines
from reports.periods import QUARTERS, Period
from reports.tables.shape import Row, Table, columns_of, count, key, percent, total, years_note
from reports.tables.words import plain

STAGES = (
    ("representation", "Representation"),
    ("stage1_statutory", "Stage 1 statutory"),
    ("stage1_corporate", "Stage 1 corporate"),
    ("stage2_statutory", "Stage 2 statutory"),
    ("stage2_corporate", "Stage 2 corporate"),
    ("stage3", "Stage 3"),
    ("ombudsman", "Referral to Ombudsman"),
)
"""The rows of Table 1, each with its name."""

TOTAL = "total"
OTHER_SAYS = "Other procedures (not in the total)"

BALANCE: tuple[tuple[str, Callable[[Lines, Period], Lines]], ...] = (
    ("Carried over", measures.carried_over),
    ("Received", measures.received),
    ("Resolved", measures.resolved),
    ("Outside scope", measures.outside_scope),
    ("Not pursued", measures.not_pursued),
)


def by_row(book: Book) -> dict[str, Lines]:
    """The lines of every row, and those of none."""
    return {name: book.by_row.get(name, ()) for name in (*(name for name, _ in STAGES), OTHER)}


def balance(lines: Lines, name: str, period: Period) -> tuple[Count, ...]:
    """A row of Table 1. What is carried forward is worked out (R816); `checks` counts it."""
    cells = [count(measure(lines, period), words, name, period=period) for words, measure in BALANCE]
    over, received, *ended = (cell.number for cell in cells)
    forward = Count(
        over + received - sum(ended), key("Carried forward", name, period=period), measures.open_at_end(lines, period)
    )
    return (*cells, forward)


def numbers(book: Book) -> Table:
    """RB1."""
    lines, period = by_row(book), book.period
    rows = {name: balance(lines[name], name, period) for name, _ in STAGES}
    inside = [line for name, _ in STAGES for line in lines[name]]
    whole = balance(inside, "total", period)
    shown = [Row(label, rows[name]) for name, label in STAGES] + [Row("Total", whole)]
    if lines[OTHER]:
        shown.append(Row(OTHER_SAYS, balance(lines[OTHER], OTHER, period)))
    heads = (*(words for words, _ in BALANCE), "Carried forward")
    skipped = measures.escalated(inside, period)
    return Table(
        "RB1",
        "Complaints received and resolved, by stage",
        ("Stage", *heads),
        tuple(shown),
        f"stage rows: one case at one stage, {period.says}; a column's total counts stages, not people",
        ("Carried over + received = resolved + outside scope + not pursued + carried forward, in every row.",),
        (f"Of those resolved, never answered and gone on to the next stage: {len(skipped)}.",) if skipped else (),
        tuple(
            total(f"the rows of {head} add to its total", (rows[name][at] for name, _ in STAGES), whole[at])
            for at, head in enumerate(heads)
        ),
        exact=True,
    )


def by_year(book: Book) -> Table:
    """RB2."""
    lines, columns = by_row(book), periods.years(book.period, 5)
    rows = {
        name: tuple(count(measures.received(lines[name], year), "Received", name, period=year) for year in columns)
        for name in lines
    }
    inside = [line for name, _ in STAGES for line in lines[name]]
    whole = tuple(count(measures.received(inside, year), "Received", "total", period=year) for year in columns)
    shown = [Row(label, rows[name]) for name, label in STAGES] + [Row("Total", whole)]
    if any(cell.number for cell in rows[OTHER]):
        shown.append(Row(OTHER_SAYS, rows[OTHER]))
    sums = tuple(
        total(f"the rows of {year.year} add to its total", (rows[name][at] for name, _ in STAGES), whole[at])
        for at, year in enumerate(columns)
    )
    return Table(
        "RB2",
        "Complaints received by stage, year by year",
        ("Stage", *columns_of(columns)),
        tuple(shown),
        "stage rows received",
        years_note(book.period, book.begins, columns),
        (),
        sums,
        exact=True,
    )


def by_quarter(book: Book) -> Table:
    """RB3."""
    lines, period = book.at(Stage.STAGE1), book.period
    cells = {
        name: count(measures.received(lines, period.quarter(name)), "Received", "stage1", period=period.quarter(name))
        for name in QUARTERS
    }
    whole = count(measures.received(lines, period), "Received", "stage1", period=period)
    says = "the quarters of Stage 1 add to what Stage 1 received"
    return Table(
        "RB3",
        "Stage 1 complaints received by quarter",
        ("Quarter", "Complaints"),
        tuple(Row(name, (cell,)) for name, cell in cells.items()),
        f"every Stage 1 complaint received, of every procedure, {period.says}",
        (),
        (),
        (total(says, cells.values(), whole),),
        exact=True,
    )


def escalation(book: Book) -> Table:
    """RB8."""
    lines, years = by_row(book), (book.period, book.period.back(1))
    asked = [*lines["stage2_statutory"], *lines["stage2_corporate"]]
    requests = [count(measures.received(asked, year), "Received", "stage2", period=year) for year in years]
    withdrawn = [count(measures.not_pursued(asked, year), "Not pursued", "stage2", period=year) for year in years]
    rates = [
        percent(
            measures.received(lines["stage2_statutory"], year),
            measures.received(lines["stage1_statutory"], year),
            "Received",
            "stage2_statutory",
            period=year,
        )
        for year in years
    ]
    return Table(
        "RB8",
        "From Stage 1 to Stage 2",
        ("Measure", "This year", "Last year"),
        (Row("Stage 2 requests", tuple(requests)), Row("Withdrawn", tuple(withdrawn)), Row("Rate", tuple(rates))),
        "rate: Stage 2 statutory requests received, of Stage 1 statutory complaints received",
        ("Requests are of both procedures. Withdrawn are those that ended in the period.",),
    )


def stage_2(book: Book) -> Table:
    """RB9."""
    lines, period = by_row(book), book.period
    statutory, corporate = "Stage 2 statutory", "Stage 2 corporate"
    rows = (
        (f"{statutory}: Not pursued", "stage2_statutory", "Not pursued", measures.not_pursued),
        (f"{statutory}: Ongoing", "stage2_statutory", "Carried forward", measures.open_at_end),
        (f"{statutory}: Concluded", "stage2_statutory", "Resolved", measures.resolved),
        (f"{corporate}: Not pursued", "stage2_corporate", "Not pursued", measures.not_pursued),
        (f"{corporate}: Fully dealt with", "stage2_corporate", "Resolved", measures.resolved),
    )
    return Table(
        "RB9",
        "What became of Stage 2",
        ("Stage 2", "Number"),
        tuple(
            Row(label, (count(measure(lines[name], period), words, name, period=period),))
            for label, name, words, measure in rows
        ),
        f"Stage 2 requests that ended in {period.says}, or were open at its end",
    )


def panels(book: Book) -> Table:
    """RB10."""
    period = book.period
    held = measures.answered(book.at(Stage.STAGE3), period)
    findings = {each: count(measures.found(each, held), "panel", each, period=period) for each in Outcome}
    without = count([line for line in held if not line.outcome], "panel", "Unknown", period=period)
    whole = count(held, "panels", period=period)
    shown = [Row(f"Finding: {plain(each)}", (cell,)) for each, cell in findings.items()]
    return Table(
        "RB10",
        "Stage 3: review panels",
        ("Stage 3", "Number"),
        (Row("Panels held", (whole,)), *shown, Row(f"Finding: {UNKNOWN}", (without,))),
        f"panels that met in {period.says}",
        (),
        (),
        (total("the findings add to the panels held", (*findings.values(), without), whole),),
    )


def ombudsman(book: Book) -> Table:
    """RB11."""
    lines, period = book.at(Stage.OMBUDSMAN), book.period

    decided = measures.ruled(lines, period)
    rulings = {
        "Out of time": Ruling.OUT_OF_TIME,
        "Premature": Ruling.PREMATURE,
        "Upheld": Ruling.UPHELD,
        "Not upheld": Ruling.NOT_UPHELD,
    }
    cells = {
        label: count(measures.ruled_as(each, decided, period), f"LGSCO {each}", "all", period=period)
        for label, each in rulings.items()
    }
    silent = count([line for line in decided if line.ombudsman not in rulings.values()], "LGSCO", "all", period=period)
    whole = count(decided, "Resolved", "ombudsman", period=period)
    return Table(
        "RB11",
        "Complaints to the Ombudsman",
        ("Ombudsman", "Number"),
        (
            Row("Referred", (count(measures.received(lines, period), "Received", "ombudsman", period=period),)),
            *(Row(label, (cell,)) for label, cell in cells.items()),
            *([Row("Decision not recorded", (silent,))] if silent.number else []),
            Row("Open", (count(measures.open_at_end(lines, period), "Carried forward", "ombudsman", period=period),)),
            *_remedies(book),
            Row("Satisfactory remedy", (Words(UNKNOWN),)),
        ),
        f"referred: received in {period.says}; decisions: made in it; open: at its end",
        (
            "Satisfactory remedy is in the Ombudsman's annual letter; no line of a ledger holds it.",
            "Compliance: of what the Ombudsman asked for by a day in the period, what was done, late or not.",
        ),
        (),
        (total("the decisions add to what the Ombudsman closed", (*cells.values(), silent), whole),),
    )


def _remedies(book: Book) -> tuple[Row, ...]:
    """R397: of what was asked for by a day in the period and is settled, what was done; and of that what was late."""
    settled = [each for each in book.beyond.remedies if each.due in book.period and each.compliance]
    if not settled:
        return (Row("Compliance with recommendations", (Words(UNKNOWN),)),)
    done = [each for each in settled if each.compliance is not Compliance.NOT_COMPLIED]
    late = [each for each in settled if each.compliance is Compliance.COMPLIED_LATE]
    return (
        Row("Compliance with recommendations", (percent(done, settled, "remedies", "done", period=book.period),)),
        Row("Complied with late", (count(late, "remedies", "late", period=book.period),)),
    )


def forward_counted(book: Book) -> Sequence[tuple[str, Count, Count]]:
    """For every row of Table 1 and its total: what R816 works out to be carried forward, and what is found open."""
    lines, period = by_row(book), book.period
    inside = [line for name, _ in STAGES for line in lines[name]]
    rows = [(name, label, lines[name]) for name, label in (*STAGES, (OTHER, OTHER_SAYS))] + [(TOTAL, "Total", inside)]
    return [
        (
            label,
            balance(every, name, period)[-1],
            count(measures.open_at_end(every, period), "open", name, period=period),
        )
        for name, label, every in rows
    ]
