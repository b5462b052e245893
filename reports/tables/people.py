"""How long it took, who came and how, and with whose help: RB14 to RB19."""

from collections.abc import Iterable, Mapping, Sequence

from casework.labels import Procedure, Sender
from casework.records.ledger import Answer, Asked, EqualityForm, Method, Stage
from reports import measures, periods
from reports.book import Book
from reports.figures import UNKNOWN, Count, Figure, Percent, Words
from reports.measures import Lines
from reports.periods import Period
from reports.tables.shape import Row, Sum, Table, by_each, columns_of, count, percent, total, undated_note, years_note
from reports.tables.words import SENDERS, plain

FIELDS = ("gender", "ethnicity", "disability", "sexual_orientation", "religion", "age")


def methods(book: Book) -> Table:
    """RB15."""
    here = measures.received(book.at(Stage.STAGE1), book.period)
    names: list[Method | None] = [*Method, *([None] if any(line.method is None for line in here) else [])]
    found = by_each(here, lambda line: (line.method,))
    labels = {plain(each) if each else UNKNOWN: found.get(each, []) for each in names}
    return _stage_1("RB15", "How people complained", "Method", labels, here, book.period)


def senders(book: Book) -> Table:
    """RB16."""
    here = measures.received(book.at(Stage.STAGE1), book.period)
    known = {each: measures.from_sender(each, here) for each in (*Sender, None) if each is not Sender.UNKNOWN}
    return _stage_1(
        "RB16", "Who complained", "Who", {SENDERS[each]: lines for each, lines in known.items()}, here, book.period
    )


def _stage_1(name: str, title: str, head: str, labels: Mapping[str, Lines], here: Lines, period: Period) -> Table:
    cells = {label: count(lines, "Received", "stage1", name, label, period=period) for label, lines in labels.items()}
    whole = count(here, "Received", "stage1", period=period)
    return Table(
        name,
        title,
        (head, "Number"),
        (*(Row(label, (cell,)) for label, cell in cells.items()), Row("Total", (whole,))),
        f"Stage 1 complaints received, {period.says}",
        (),
        (),
        (total(f"the rows of {name} add to its total", cells.values(), whole),),
    )


def advocacy(book: Book) -> Table:
    """RB17."""
    period = book.period
    offered = [each for each in book.ledger.advocacy if each.offered in period]
    says = {
        "Used": Answer.ACCEPTED,
        "Other agency": Answer.OTHER_AGENCY,
        "Declined": Answer.DECLINED,
        "Not reached": Answer.NOT_REACHED,
        "No answer recorded": None,
    }
    answers = {
        label: count([each for each in offered if each.answer is answer], "advocacy", label, period=period)
        for label, answer in says.items()
    }
    whole = count(offered, "advocacy", "offered", period=period)
    return Table(
        "RB17",
        "Advocacy",
        ("Advocacy", "Number"),
        (Row("Offered", (whole,)), *(Row(label, (cell,)) for label, cell in answers.items())),
        f"offers made, {period.says}",
        (),
        (),
        (total("the answers add to the offers", answers.values(), whole),),
    )


def statutory_equality(book: Book) -> Table:
    """RB18."""
    forms = [each for each in forms_of(book) if each.procedure is Procedure.STATUTORY]
    rows = [
        *equality_rows(book, forms, "gender", "statutory", always=("Female", "Male", "Prefer not to say"), prefix="")
    ]
    for field in ("ethnicity", "disability"):
        rows.extend(equality_rows(book, forms, field, "statutory"))
    given = [
        Row(
            f"Forms with {plain(field).lower()} given",
            (count(_given(forms, field), "forms", "statutory", field, "base", period=book.period), Words("")),
        )
        for field in ("gender", "ethnicity", "disability")
    ]
    return Table(
        "RB18",
        "Who the complainants in the statutory procedure are",
        ("Answer", "Number", "%"),
        (*rows, *given, returned(book, forms, Procedure.STATUTORY)),
        f"forms returned for {book.period.year} about the statutory procedure, with that field filled in",
        forms_note(book),
        (),
        equality_sums(book, forms, rows, "statutory"),
    )


def forms_of(book: Book) -> Sequence[EqualityForm]:
    """The forms of the report's year (S19)."""
    return [each for each in book.ledger.equality if each.year == book.period.year]


def returned(book: Book, forms: Sequence[EqualityForm], procedure: Procedure | None = None) -> Row:
    """R919: how many forms came back, and of how many that were asked for; unknown where nobody counted those."""
    asked = [each for each in book.beyond.asked if each.year == book.period.year]
    asked = [each for each in asked if procedure is None or each.procedure is procedure]
    names = ("forms", procedure or "all", "returned")
    known = len(asked) >= max(len(forms), 1)
    share = percent(forms, asked, *names, period=book.period) if known else Words(UNKNOWN)
    return Row("Forms returned, of those asked for", (count(forms, *names, period=book.period), share))


def forms_note(book: Book) -> tuple[str, ...]:
    """What is said where the report is not about a whole year."""
    whole = () if book.period.is_year else ("Forms say the year only: these are the whole year's.",)
    nowhere = any(not form.year for form in book.ledger.equality)
    return (*whole, *(("Some forms do not say their year: they stand in none.",) if nowhere else ()))


def equality_rows(
    book: Book, forms: Sequence[EqualityForm], field: str, of: str, *, always: tuple[str, ...] = (), prefix: str = "?"
) -> Iterable[Row]:
    """One row for each answer: how many gave it, and what share of those who answered."""
    given = _given(forms, field)
    answers = by_each(given, lambda form: dict.fromkeys(map(plain, getattr(form, field))))
    labels = [*always, *sorted(answers.keys() - set(always), key=lambda label: (label == "Prefer not to say", label))]
    before = f"{plain(field)}: " if prefix == "?" else prefix
    for label in labels:
        said = answers.get(label, [])
        names = ("forms", of, field, label)
        yield Row(
            before + label,
            (
                count(said, *names, period=book.period),
                _of_forms(percent(said, given, *names, period=book.period), of, field, book.period),
            ),
        )


def equality_sums(book: Book, forms: Sequence[EqualityForm], rows: Iterable[Row], of: str) -> tuple[Sum, ...]:
    """Where nobody gave two answers, a field's answers add to the forms that have it filled in."""
    counts = [cell for row in rows for cell in row.cells if isinstance(cell, Count)]
    found = []
    for field in FIELDS:
        whole = count(_given(forms, field), "forms", of, field, "base", period=book.period)
        parts = [cell for cell in counts if cell.key[:3] == ("forms", of, field)]
        if parts:
            found.append(total(f"{plain(field)}: the answers add to the forms", parts, whole, "R919"))
    return tuple(each for each in found if each.holds)


def _of_forms(share: Percent, of: str, field: str, period: Period) -> Percent:
    base = count((), "forms", of, field, "base", period=period).key
    return Percent(share.part, share.base, share.key, base, share.missing, lines=share.lines)


def _given(forms: Sequence[EqualityForm], field: str) -> Sequence[EqualityForm]:
    return [form for form in forms if getattr(form, field)]


def requests(book: Book) -> Table:
    """RB19."""
    columns, every = periods.years(book.period, 5), book.ledger.requests
    kinds = {
        "SAR": (Asked.SAR,),
        "Internal review/delete": (Asked.INTERNAL_REVIEW, Asked.ERASURE),
        "Information sharing": (Asked.SHARING,),
    }
    rows = [
        Row(
            label,
            tuple(count(measures.requests(every, year, *asked), "requests", label, period=year) for year in columns),
        )
        for label, asked in kinds.items()
    ]
    rows.append(Row("% in time", tuple(_in_time(book, year) for year in columns)))
    undated = [each for each in measures.requests_answered(every, book.period) if each.due is None]
    begins = min((each.received for each in every if each.received), default=None)
    says = ("Some were answered with no due date on record: they are not counted as in time.",) if undated else ()
    return Table(
        "RB19",
        "Requests for information",
        ("Request", *columns_of(columns)),
        tuple(rows),
        "requests received; in time: of those answered in the year, answered by the day they were due",
        (*years_note(book.period, begins, columns), *undated_note(each.received for each in every), *says),
    )


def _in_time(book: Book, year: Period) -> Figure:
    answered = measures.requests_answered(book.ledger.requests, year)
    return percent(measures.in_time(answered), answered, "requests", "in time", period=year)
