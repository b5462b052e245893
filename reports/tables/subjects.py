"""What it was about, and what was praised: RB4 to RB7, RB13."""

from collections.abc import Iterable, Sequence

from casework.labels import CategoryB, Procedure, Service
from casework.records.ledger import Compliment, Stage, StageLine
from reports import measures, periods
from reports.book import Book
from reports.figures import NOT_ASKED, UNKNOWN, Count, Percent, Words, half_up, shares
from reports.measures import Lines
from reports.periods import Period
from reports.tables.shape import (
    Row,
    Sum,
    Table,
    by_each,
    columns_of,
    count,
    counted,
    key,
    total,
    undated_note,
    years_note,
)
from reports.tables.words import plain

QUOTES = ' "“”\r\n'
QUOTED = 5
"""How many compliments are quoted. *Taste.*"""


def by_team(book: Book) -> Table:
    """RB4."""
    lines = [line for line in book.at(Stage.STAGE1) if line.procedure is Procedure.CORPORATE]
    columns = periods.years(book.period, 5)
    here = _in_years(lines, columns)
    teams = by_each(here, lambda line: line.team or ("",))
    rows = [Row(team or UNKNOWN, _years(teams[team], columns, "team", team)) for team in sorted(teams, key=_last)]
    return Table(
        "RB4",
        "Stage 1, the council's own procedure, by team",
        ("Team", *columns_of(columns)),
        tuple(rows),
        "Stage 1 corporate complaints received",
        years_note(book.period, book.begins, columns),
        (),
        _add_up(rows, here, columns, "stage1_corporate"),
    )


def by_service(book: Book) -> Table:
    """RB5."""
    lines = [line for line in book.at(Stage.STAGE1) if line.procedure is Procedure.STATUTORY]
    columns = periods.years(book.period, 5)
    here = _in_years(lines, columns)
    services = by_each(here, _services)
    rows = [
        Row(plain(each) if each else UNKNOWN, _years(services[each], columns, "service", each or ""))
        for each in (*Service, None)
        if each in services
    ]
    return Table(
        "RB5",
        "Stage 1, children's social care, by service",
        ("Service", *columns_of(columns)),
        tuple(rows),
        "Stage 1 statutory complaints received",
        years_note(book.period, book.begins, columns),
        _largest(rows, lines, book.period),
        _add_up(rows, here, columns, "stage1_statutory"),
    )


def _services(line: StageLine) -> tuple[Service | None, ...]:
    return line.service or (None,)


def _in_years(lines: Lines, columns: Iterable[Period]) -> Lines:
    years = tuple(columns)
    return [line for line in lines if any(line.received in year for year in years)]


def _years(lines: Lines, columns: Iterable[Period], *names: str) -> tuple[Count, ...]:
    return tuple(count(measures.received(lines, year), "Received", *names, period=year) for year in columns)


def _add_up(rows: Sequence[Row], lines: Lines, columns: Sequence[Period], stage: str) -> tuple[Sum, ...]:
    """Where no line is about two of them, the rows add to what Table 1 has for the stage."""
    wholes = (count(measures.received(lines, year), "Received", stage, period=year) for year in columns)
    found = (
        total(f"the rows of {year.year} add to what was received", (counted(row, at) for row in rows), whole)
        for at, (year, whole) in enumerate(zip(columns, wholes, strict=True))
    )
    return tuple(each for each in found if each.holds)


def _largest(rows: Iterable[Row], lines: Lines, period: Period) -> tuple[str, ...]:
    """B 3.11: the share of the service with the most."""
    base = len(measures.received(lines, period))
    found = [
        (cell.number, row.label)
        for row in rows
        if isinstance(cell := row.cells[-1], Count) and cell.number and row.label != UNKNOWN
    ]
    if not found:
        return ()
    most, label = max(found, key=lambda each: each[0])
    return (f"Most were about {label}: {most} of {base}, {half_up(most, base)}%.",)


def categories(book: Book) -> Table:
    """RB6."""
    period = book.period
    here = measures.resolved(book.at(Stage.STAGE1), period)
    groups: dict[CategoryB | None, list[StageLine]] = {each: [] for each in CategoryB}
    for line in here:
        groups.setdefault(measures.main_category(line), []).append(line)
    of_whole = shares([len(lines) for lines in groups.values()])
    rows = [
        Row(plain(each) if each else UNKNOWN, _category(each or "", lines, here, share, period))
        for (each, lines), share in zip(groups.items(), of_whole, strict=True)
    ]
    whole = _category("total", here, here, 100, period)
    heads = ("Number", "% of Stage 1", "Upheld or partially upheld", "% of category upheld")
    return Table(
        "RB6",
        "What Stage 1 was about, and how much of it was upheld",
        ("Category", *heads),
        (*rows, Row("Total", whole)),
        f"every Stage 1 complaint resolved, {period.says}, of every procedure, with or without a recorded outcome",
        ("Shares are rounded by largest remainder, so that they add to 100.",),
        (),
        tuple(
            total(
                f"the categories' {head} add to the total",
                (counted(row, at) for row in rows),
                counted(Row("", whole), at),
            )
            for at, head in ((0, "number"), (2, "number upheld"))
        ),
        exact=True,
    )


def _category(name: str, lines: Lines, everyone: Lines, share: int, period: Period) -> tuple[Count | Percent, ...]:
    upheld = measures.upheld(lines)
    missing = UNKNOWN if lines and not measures.with_outcome(lines) else "" if lines else NOT_ASKED
    base = key("Resolved", "stage1", name, period=period)
    return (
        count(lines, "Resolved", "stage1", name, period=period),
        Percent(
            len(lines), len(everyone), base, key("Resolved", "stage1", "total", period=period), whole=share, lines=lines
        ),
        count(upheld, "Upheld", "stage1", name, period=period),
        Percent(len(upheld), len(lines), key("Upheld", "stage1", name, period=period), base, missing, lines=upheld),
    )


def examples(book: Book) -> Table:
    """RB7: in a report those that a second person has read (R923)."""
    ours = [each for each in book.beyond.examples if each.year == book.period.year]
    read = sorted((each for each in ours if each.read_by), key=lambda each: each.category or "")
    waiting = len(ours) - len(read)
    return Table(
        "RB7",
        "An example for each category",
        ("Category", "Complaint", "Response"),
        tuple(
            Row(plain(each.category) if each.category else UNKNOWN, (Words(each.complaint), Words(each.response)))
            for each in read
        ),
        "examples that a second person has checked (R923)",
        () if read else ("No example was chosen for this year, or none is checked yet.",),
        (f"{waiting} wait for a second person to read them.",) if waiting else (),
    )


def compliments(book: Book) -> Table:
    """RB13."""
    period = book.period
    here = measures.compliments(book.ledger.compliments, period)
    teams = by_each(here, lambda each: each.team or ("",))
    cells = {team: count(teams[team], "compliments", "team", team, period=period) for team in sorted(teams, key=_last)}
    whole = count(here, "Compliments", "all", period=period)
    apart = sum(cell.number for cell in cells.values()) != whole.number
    notes = ("Some praise more than one team: each team's row has them, the total once.",) if apart else ()
    sums = () if apart else (total("the teams' compliments add to the total", cells.values(), whole, "R832"),)
    return Table(
        "RB13",
        "Compliments, by team",
        ("Team", "Compliments"),
        (*(Row(_called(team), (cell,)) for team, cell in cells.items()), Row("Total", (whole,))),
        f"compliments received, {period.says}",
        (*notes, *undated_note(each.received for each in book.ledger.compliments), *_quotes(here)),
        (),
        sums,
    )


def _called(team: str) -> str:
    """No label stands twice, whatever a team is called."""
    return f"{team} (a team)" if team.casefold() == "total" else team or UNKNOWN


def _quotes(messages: Iterable[Compliment]) -> tuple[str, ...]:
    """Table 5: words that whoever wrote them lets us print (R922)."""
    given = ((each.text.strip(QUOTES), each.source or "somebody") for each in messages if each.may_quote)
    said = dict.fromkeys((text, source) for text, source in given if text)
    return tuple(f"“{text}” ({source})" for text, source in list(said)[:QUOTED])


def _last(name: str) -> tuple[bool, str]:
    """Names in order, what has none last."""
    return not name, name.casefold()
