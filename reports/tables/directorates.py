"""The whole council, directorate by directorate: RD1 and RD2. The same eight measures in both."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from fractions import Fraction

from casework.cases import Outcome
from casework.councils import PercentTotal
from casework.frozen import frozen
from casework.records.ledger import Compliment, Directorate, LearningAction, Ruling, Stage
from reports import measures
from reports.book import Book
from reports.figures import UNKNOWN, Count, Figure, Growth, OutOf, Percent, Words, rounded
from reports.measures import Lines
from reports.periods import QUARTERS, Period
from reports.tables.shape import Row, Sum, Table, count, part_of, percent, total
from reports.tables.words import DIRECTORATES

FORMAL, INFORMAL, OMBUDSMAN, OVERDUE, FULLY, PART, COMPLIMENTS, LEARNINGS = EIGHT = (
    "Formal",
    "Informal",
    "LGSCO u/t",
    "% overdue",
    "% fully",
    "% part",
    "Compliments",
    "Learnings",
)

BASE = (
    "formal: Stage 1 said to be formal; informal: representations said not to be; overdue: of both, answered in the "
    "period; fully and part justified: of those with a recorded outcome; LGSCO: upheld, of those decided"
)


@frozen
class Scope:
    """What the eight are counted of, the whole council or a directorate: what the first stages and the Ombudsman have
    of it.
    """

    name: str
    label: str
    first: Lines = field(repr=False)
    ombudsman: Lines = field(repr=False)
    compliments: Sequence[Compliment] = field(repr=False)
    learning: Sequence[LearningAction] = field(repr=False)


def whole(book: Book) -> Scope:
    """The council."""
    return _scope("all", "", book.ledger.stages, book.ledger.compliments, book.ledger.learning)


def scope(book: Book, directorate: Directorate | None) -> Scope:
    """A directorate, or what is recorded for none."""
    ledger = book.ledger
    return _scope(
        str(directorate),
        DIRECTORATES[directorate] if directorate else UNKNOWN,
        book.of(directorate),
        [each for each in ledger.compliments if each.directorate is directorate],
        [each for each in ledger.learning if each.directorate is directorate],
    )


def _scope(
    name: str, label: str, lines: Lines, compliments: Sequence[Compliment], learning: Sequence[LearningAction]
) -> Scope:
    first = [line for line in lines if line.stage is Stage.STAGE1 or line.stage is Stage.REPRESENTATION]
    ombudsman = [line for line in lines if line.stage is Stage.OMBUDSMAN]
    return Scope(name, label, first, ombudsman, compliments, learning)


def eight(book: Book, of: Scope, period: Period) -> tuple[Figure, ...]:
    """The eight measures, of a scope and a period."""
    ruled = measures.ruled(of.ombudsman, period)
    upheld = measures.ruled_as(Ruling.UPHELD, ruled, period)
    return (
        count(measures.formal(of.first, period), FORMAL, of.name, period=period),
        count(measures.informal(of.first, period), INFORMAL, of.name, period=period),
        OutOf(
            count(upheld, "LGSCO upheld", of.name, period=period), count(ruled, "LGSCO decided", of.name, period=period)
        ),
        *_percents(book, of.name, of.first, period),
        count(measures.compliments(of.compliments, period), COMPLIMENTS, of.name, period=period),
        count(measures.learning_points(of.learning, period), LEARNINGS, of.name, period=period),
    )


def _percents(book: Book, name: str, first: Lines, period: Period) -> tuple[Percent, Percent, Percent]:
    """S9: all three of what was answered in the period."""
    answered = measures.answered(first, period)
    missing = UNKNOWN if answered or measures.resolved(first, period) else ""  # S10
    dated, judged = book.with_due(answered), measures.with_outcome(answered)

    def share(part: Lines, base: Lines, label: str) -> Percent:
        return percent(part, base, label, name, period=period, missing=missing)

    return (
        share(book.overdue(answered), answered if dated else (), OVERDUE),
        share(measures.found(Outcome.UPHELD, judged), judged, FULLY),
        share(measures.found(Outcome.PARTIALLY_UPHELD, judged), judged, PART),
    )


def of_year(book: Book, of: Scope, period: Period) -> tuple[Figure, ...]:
    """The eight of a whole period: its percents pooled, or the mean of its quarters' (R825)."""
    if book.council.choices.percent_total is PercentTotal.POOLED:
        return eight(book, of, period)
    return _meant(eight(book, of, period), [eight(book, of, period.quarter(name)) for name in QUARTERS])


def with_total(book: Book, of: Scope, period: Period) -> dict[str, tuple[Figure, ...]]:
    """The eight, quarter by quarter, and the period's."""
    quarters = [eight(book, of, period.quarter(name)) for name in QUARTERS]
    year = eight(book, of, period)
    if book.council.choices.percent_total is PercentTotal.D_COMPAT:
        year = _meant(year, quarters)
    return {label: (*(quarter[at] for quarter in quarters), year[at]) for at, label in enumerate(EIGHT)}


def _meant(year: Sequence[Figure], quarters: Sequence[Sequence[Figure]]) -> tuple[Figure, ...]:
    return tuple(
        _mean(figure, [quarter[at] for quarter in quarters]) if isinstance(figure, Percent) else figure
        for at, figure in enumerate(year)
    )


def _mean(year: Percent, quarters: Sequence[Figure]) -> Percent:
    """R825, `d_compat`: the plain mean of the known quarters' rounded percents."""
    known = [int(str(shown).rstrip("%")) for each in quarters if str(shown := each.shown()).endswith("%")]
    if not known:
        return year
    mean = rounded(Fraction(sum(known), len(known)))
    return Percent(year.part, year.base, year.key, year.base_key, year.missing, mean, year.lines)


def overview(book: Book) -> Table:
    """RD1."""
    council, period = whole(book), book.period
    years = {"Last year": period.back(1), "This year": period}
    before, now = (of_year(book, council, year) for year in years.values())
    rows = [Row(label, (*pair, _change(*pair))) for label, *pair in zip(EIGHT, before, now, strict=True)]
    return Table("RD1", "The year at a glance", ("Measure", *years, "Change"), tuple(rows), BASE, _silent(book))


def _silent(book: Book) -> tuple[str, ...]:
    """What the records do not say, and what a measure therefore leaves out."""
    first = book.at(Stage.STAGE1, Stage.REPRESENTATION)
    found = []
    if any(line.formal is None for line in measures.received(first, book.period)):
        found.append("Some complaints are not recorded as formal or informal: they are in neither row.")
    if not all(book.due(line) for line in measures.answered(first, book.period)):
        found.append("Some were answered with no day on record that they were due by: they do not count as overdue.")
    return tuple(found)


def _change(before: Figure, now: Figure) -> Figure:
    if isinstance(before, Count) and isinstance(now, Count):
        return Growth(before, now)
    return Words("")


def by_directorate(book: Book) -> Table:
    """RD2."""
    period = book.period
    scopes = [scope(book, each) for each in DIRECTORATES]
    nowhere = scope(book, None)
    if book.of(None) or nowhere.compliments or nowhere.learning:
        scopes.append(nowhere)
    found = {of.name: with_total(book, of, period) for of in scopes}
    rows = tuple(Row(f"{of.label}: {label}", cells) for of in scopes for label, cells in found[of.name].items())
    captions = tuple(_caption(of, found[of.name]) for of in scopes)
    return Table(
        "RD2",
        "Directorate by directorate",
        ("Measure", *QUARTERS, "Totals"),
        rows,
        BASE,
        (),
        captions,
        (*_across(scopes, found), *_over(book, scopes, found)),
    )


def _caption(of: Scope, found: dict[str, tuple[Figure, ...]]) -> str:
    formal, informal = _counted(found[FORMAL][-1]).number, _counted(found[INFORMAL][-1]).number
    return f"{of.label}: total complaints = formal {formal} + informal {informal} = {formal + informal}."


def _across(scopes: Sequence[Scope], found: dict[str, dict[str, tuple[Figure, ...]]]) -> list[Sum]:
    """Each row's quarters add to its total."""
    return [
        total(f"{of.label}: the quarters' {label} add to the total", _counts(cells[:-1]), _counted(cells[-1]))
        for of in scopes
        for label, cells in found[of.name].items()
    ]


def _over(book: Book, scopes: Sequence[Scope], found: dict[str, dict[str, tuple[Figure, ...]]]) -> list[Sum]:
    """The directorates add to the council's own row of RD1 (I16-I20)."""
    council = dict(zip(EIGHT, eight(book, whole(book), book.period), strict=True))
    return [
        total(
            f"the directorates' {label} add to the council's",
            _counts(found[of.name][label][-1] for of in scopes),
            _counted(council[label]),
        )
        for label in EIGHT
    ]


def _counts(figures: Iterable[Figure]) -> list[Count]:
    return [_counted(figure) for figure in figures]


def _counted(figure: Figure) -> Count:
    """The count of a cell: of the Ombudsman's those upheld, of a percent those it is the share of."""
    if isinstance(figure, OutOf):
        return figure.part
    if isinstance(figure, Count):
        return figure
    if isinstance(figure, Percent):
        return part_of(figure)
    raise TypeError("only counts add up")
