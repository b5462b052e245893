"""Children's services in D's appendices: RD6, RD8 to RD11, RD13, RD14."""

from collections.abc import Callable, Sequence

from casework.cases import Outcome
from casework.labels import CategoryD, Sender
from casework.records.ledger import Directorate, Ruling, Stage, StageLine, Status
from reports import measures, periods
from reports.book import Book
from reports.figures import UNKNOWN, Count, Figure, Percent
from reports.measures import Lines
from reports.periods import Period
from reports.tables.directorates import FORMAL, FULLY, LEARNINGS, PART
from reports.tables.shape import Row, Sum, Table, base_of, columns_of, count, part_of, percent, total, years_note
from reports.tables.words import DIRECTORATES, SENDERS, THEMES, plain

SOCIAL_CARE, OTHER = Directorate.CHILDRENS_SOCIAL_CARE, Directorate.CHILDRENS_OTHER
WHOLE = "Children's whole authority"
BAND = 20
"""R824."""


def _first(book: Book, directorate: Directorate) -> Lines:
    """S9: representations and Stage 1."""
    return [line for line in book.of(directorate) if line.stage in (Stage.REPRESENTATION, Stage.STAGE1)]


def stages(book: Book) -> Table:
    """RD6."""
    columns = periods.years(book.period, 3)

    def at(directorate: Directorate, stage: Stage) -> Callable[[Period], Lines]:
        lines = [line for line in book.of(directorate) if line.stage is stage]
        return lambda year: measures.received(lines, year)

    def upheld(directorate: Directorate) -> Callable[[Period], Lines]:
        return lambda year: measures.ruled_as(Ruling.UPHELD, book.of(directorate), year)

    care = DIRECTORATES[SOCIAL_CARE]
    rows: tuple[tuple[str, tuple[str, ...], Callable[[Period], Lines]], ...] = (
        *(
            (f"{care}: {words}", ("Received", SOCIAL_CARE, stage), at(SOCIAL_CARE, stage))
            for stage, words in (
                (Stage.REPRESENTATION, "Representations"),
                (Stage.STAGE1, "Stage 1"),
                (Stage.STAGE2, "Stage 2"),
                (Stage.STAGE3, "Stage 3"),
                (Stage.OMBUDSMAN, "LGSCO approaches"),
            )
        ),
        (f"{care}: LGSCO upheld", ("LGSCO upheld", SOCIAL_CARE), upheld(SOCIAL_CARE)),
        (f"{WHOLE}: Representations", ("Received", OTHER, Stage.REPRESENTATION), at(OTHER, Stage.REPRESENTATION)),
        (f"{WHOLE}: Formal", (FORMAL, OTHER), lambda year: measures.formal(book.of(OTHER), year)),
        (f"{WHOLE}: LGSCO approaches", ("Received", OTHER, Stage.OMBUDSMAN), at(OTHER, Stage.OMBUDSMAN)),
        (f"{WHOLE}: LGSCO upheld", ("LGSCO upheld", OTHER), upheld(OTHER)),
    )
    return Table(
        "RD6",
        "Children's services, stage by stage",
        ("Measure", *columns_of(columns)),
        tuple(Row(label, tuple(count(of(year), *names, period=year) for year in columns)) for label, names, of in rows),
        "received in the year; whole authority: what is not children's social care",
        years_note(book.period, book.begins, columns),
    )


def groups(book: Book) -> Table:
    """RD8."""
    found = {each: measures.received(_first(book, each), book.period) for each in (SOCIAL_CARE, OTHER)}
    everyone = (*(each for each in Sender if each is not Sender.UNKNOWN), None)
    rows = tuple(
        Row(
            SENDERS[who],
            tuple(
                count(measures.from_sender(who, lines), "Received", "first", directorate, str(who), period=book.period)
                for directorate, lines in found.items()
            ),
        )
        for who in everyone
    )
    return Table(
        "RD8",
        "Who complained about children's services",
        ("Who", *_two("")),
        rows,
        f"representations and Stage 1 received, {book.period.says}",
        (),
        (),
        tuple(each for directorate in found for each in _groups_add(book, directorate, found[directorate], rows)),
    )


def _groups_add(book: Book, directorate: Directorate, lines: Lines, rows: Sequence[Row]) -> tuple[Sum, Sum]:
    """Everybody, and once more by stage: what RD6 has of the same."""
    at, period = (SOCIAL_CARE, OTHER).index(directorate), book.period
    whole = count(lines, "Received", "first", directorate, period=period)
    stages = [
        count([line for line in lines if line.stage is stage], "Received", directorate, stage, period=period)
        for stage in (Stage.REPRESENTATION, Stage.STAGE1)
    ]
    label = DIRECTORATES[directorate]
    return (
        total(f"{label}: everybody who complained adds up", (_number(row, at) for row in rows), whole),
        total(f"{label}: representations and Stage 1 add up", stages, whole),
    )


def _number(row: Row, at: int = 0) -> Count:
    cell = row.cells[at]
    if not isinstance(cell, Count):
        raise TypeError("only counts add up")
    return cell


def themes(book: Book) -> Table:
    """RD9."""
    found = {each: measures.received(_first(book, each), book.period) for each in (SOCIAL_CARE, OTHER)}

    def share(theme: CategoryD, directorate: Directorate) -> Percent:
        lines = found[directorate]
        base = measures.with_theme(lines)
        part = measures.with_theme(base, theme)
        return percent(part, base, "theme", theme, directorate, period=book.period, missing=UNKNOWN if lines else "")

    rows = tuple(Row(words, tuple(share(theme, each) for each in found)) for theme, words in THEMES.items())
    return Table(
        "RD9",
        "What it was about",
        ("Theme", *_two(" %")),
        rows,
        f"representations and Stage 1 received with any theme, {book.period.says}",
        ("A complaint may have several themes, so that a column may add to more than 100.",),
    )


def _two(unit: str) -> tuple[str, str]:
    return f"{DIRECTORATES[SOCIAL_CARE]}{unit}", f"{DIRECTORATES[OTHER]}{unit}".replace("Children's ", "")


def outcomes(book: Book) -> Table:
    """RD10."""
    period, lines = book.period, _first(book, SOCIAL_CARE)
    answered = measures.answered(lines, period)
    judged = measures.with_outcome(answered)
    missing = UNKNOWN if answered or measures.resolved(lines, period) else ""
    labels = {"Fully": Outcome.UPHELD, "Partially": Outcome.PARTIALLY_UPHELD, "Not": Outcome.NOT_UPHELD}
    if measures.found(Outcome.NO_FINDING, judged):
        labels["No finding"] = Outcome.NO_FINDING
    names = {"Fully": FULLY, "Partially": PART}
    shares = {
        label: percent(
            measures.found(each, judged), judged, names.get(label, label), SOCIAL_CARE, period=period, missing=missing
        )
        for label, each in labels.items()
    }
    rows = tuple(Row(label, (share,)) for label, share in shares.items())
    findings = total("the findings add to what was answered", map(part_of, shares.values()), base_of(shares["Fully"]))
    return Table(
        "RD10",
        "What was found, children's social care",
        ("Justified", "%"),
        rows,
        f"representations and Stage 1 answered with a recorded outcome, {period.says}",
        (),
        (),
        (findings,),
    )


def in_care(book: Book) -> Table:
    """RD11."""
    lines = measures.young_people_in_care(book.at(Stage.REPRESENTATION, Stage.STAGE1))
    columns = periods.years(book.period, 5)
    rows = tuple(Row(year.year, (count(measures.received(lines, year), "in care", period=year),)) for year in columns)
    return Table(
        "RD11",
        "Complaints by children in care",
        ("Year", "Number"),
        rows,
        "representations and Stage 1 that a young person in care made, alone or through an advocate",
        years_note(book.period, book.begins, columns),
    )


def bands(book: Book) -> Table:
    """RD13."""
    columns = periods.years(book.period, 3)
    stage_1 = [line for line in book.of(SOCIAL_CARE) if line.stage is Stage.STAGE1]
    young = measures.young_people_in_care(book.at(Stage.REPRESENTATION, Stage.STAGE1))

    def over(lines: Lines, year: Period) -> tuple[list[StageLine], list[StageLine]]:
        took = [(line, days) for line in measures.answered(lines, year) if (days := book.elapsed(line)) is not None]
        return [line for line, days in took if days > BAND], [line for line, _ in took]

    within, beyond, long = [], [], []
    for year in columns:
        late, answered = over(stage_1, year)
        missing = UNKNOWN if measures.resolved(stage_1, year) else ""
        late_ids = set(map(id, late))
        early = [line for line in answered if id(line) not in late_ids]
        within.append(percent(early, answered, "band", "0-20", period=year, missing=missing))
        beyond.append(percent(late, answered, "band", "20+", period=year, missing=missing))
        long.append(count(over(young, year)[0], "in care", "over", period=year))
    rows: tuple[tuple[str, list[Figure]], ...] = (
        ("0-20", [*within]),
        ("20+", [*beyond]),
        (f"Children in care over {BAND}", [*long]),
    )
    return Table(
        "RD13",
        "How long Stage 1 took, children's social care",
        ("Working days", *columns_of(columns)),
        tuple(Row(label, tuple(cells)) for label, cells in rows),
        "Stage 1 answered in the year; children in care: representations and Stage 1",
        years_note(book.period, book.begins, columns),
        (),
        tuple(
            total(f"{year.year}: both bands add to what was answered", (part_of(few), part_of(many)), base_of(few))
            for year, few, many in zip(columns, within, beyond, strict=True)
        ),
    )


def learnings(book: Book) -> Table:
    """RD14."""
    period = book.period
    here = measures.learning_points([each for each in book.ledger.learning if each.directorate is SOCIAL_CARE], period)
    whole = count(here, LEARNINGS, SOCIAL_CARE, period=period)
    by_status = {status: [each for each in here if each.status is status] for status in (*Status, None)}
    statuses = [
        Row(
            f"Of them: {plain(status) if status else UNKNOWN}",
            (count(found, LEARNINGS, SOCIAL_CARE, str(status), period=period),),
        )
        for status, found in by_status.items()
    ]
    return Table(
        "RD14",
        "What was learnt, children's social care",
        ("Learning", "Number"),
        (Row("Learnings", (whole,)), *statuses),
        f"learning for a team or a service, agreed {period.says}",
        (),
        (),
        (total("what became of the learning adds to all of it", map(_number, statuses), whole),),
    )
