"""The rest of what a whole council reports: RD3 to RD7, RD12, RD15, RD16."""

from casework.labels import Service
from casework.records.ledger import Stage
from reports import measures, periods
from reports.book import Book
from reports.figures import UNKNOWN, Count, Growth, Money, Words
from reports.measures import Lines
from reports.periods import QUARTERS, Period
from reports.tables.people import FIELDS, equality_rows, equality_sums, forms_note, forms_of, returned
from reports.tables.shape import INSIDE_ONLY, Row, Table, columns_of, count, total, undated_note, years_note
from reports.tables.words import plain

FROM_LEDGER = "No line of a ledger holds this; it is filled from the cases that were handled here."


def money(book: Book) -> Table:
    """RD3."""
    columns, lines = periods.years(book.period, 3), book.ledger.stages
    paid = [measures.with_payment(lines, year) for year in columns]
    charged = [measures.with_fee(lines, year) for year in columns]
    return Table(
        "RD3",
        "What it cost",
        ("Cost", *columns_of(columns)),
        (
            Row("LGSCO payments", tuple(Money(measures.payments(each), each) for each in paid)),
            Row("Investigators' fees", tuple(Money(measures.fees(each), each) for each in charged)),
        ),
        "payments the Ombudsman asked for and fees of investigators, for what closed in the year",
        years_note(book.period, book.begins, columns),
    )


def conduct(book: Book) -> Table:
    """RD4."""
    period = book.period
    here = measures.during(book.ledger.conduct, measures.RECEIVED, period)
    looked_into = [each for each in here if each.investigated]
    upheld = [each for each in here if each.upheld]
    return Table(
        "RD4",
        "Complaints about councillors",
        ("Councillor conduct", "Number"),
        (
            Row("Received", (count(here, "conduct", "received", period=period),)),
            Row("Investigated", (count(looked_into, "conduct", "investigated", period=period),)),
            Row("Upheld", (count(upheld, "conduct", "upheld", period=period),)),
        ),
        f"complaints under the code of conduct received, {period.says}",
        undated_note(each.received for each in book.ledger.conduct),
    )


def restrictions(book: Book) -> Table:
    """RD5."""
    before, now = (
        count(measures.restricted_on(book.ledger.restrictions, year), "restrictions", period=year)
        for year in (book.period.back(1), book.period)
    )
    return Table(
        "RD5",
        "People who write to one contact only",
        ("Measure", "Last year", "This year", "Change"),
        (Row("People on a single point of contact", (before, now, Growth(before, now))),),
        f"people with such an arrangement in force on {book.period.last.isoformat()}, and a year before",
        undated_note(each.start for each in book.ledger.restrictions),
    )


def subjects(book: Book) -> Table:
    """RD7: how many of which service; their subjects in words for inside only (R922)."""
    period = book.period
    here = measures.received(book.at(Stage.OMBUDSMAN), period)
    services: list[Service | None] = [each for each in Service if any(each in line.service for line in here)]
    if any(not line.service for line in here):
        services.append(None)
    cells = {each: _about(each, here, period) for each in services}
    whole = count(here, "Received", "ombudsman", period=period)
    adds = total("the services' complaints add to all of them", cells.values(), whole)
    return Table(
        "RD7",
        "What went to the Ombudsman",
        ("Service", "Complaints"),
        tuple(Row(plain(each) if each else UNKNOWN, (cell,)) for each, cell in cells.items()),
        f"complaints to the Ombudsman received, {period.says}",
        (INSIDE_ONLY,),
        tuple(dict.fromkeys(line.subject for line in here if line.subject)),
        (adds,) if adds.holds else (),  # one that is about two services is in both rows
    )


def _about(service: Service | None, lines: Lines, period: Period) -> Count:
    found = [line for line in lines if (service in line.service if service else not line.service)]
    return count(found, "Received", "ombudsman", "service", str(service), period=period)


def referrals(book: Book) -> Table:
    """RD12."""
    period, offers = book.period, book.ledger.advocacy

    def referred(name: str) -> Count:
        part = period.quarter(name)
        return count([each for each in offers if each.referred in part], "referrals", period=part)

    cells = [referred(name) for name in QUARTERS]
    whole = count([each for each in offers if each.referred in period], "referrals", period=period)
    return Table(
        "RD12",
        "Referrals to advocacy",
        ("Referrals", *QUARTERS, "Total"),
        (Row("New referrals", (*cells, whole)),),
        f"referrals made, {period.says}",
        (),
        (),
        (total("the quarters' referrals add to the year's", cells, whole),),
    )


def equality(book: Book) -> Table:
    """RD15."""
    forms = forms_of(book)
    rows = [row for field in FIELDS for row in equality_rows(book, forms, field, "all")]
    return Table(
        "RD15",
        "Who the complainants are",
        ("Answer", "Number", "%"),
        (*rows, returned(book, forms)),
        f"equality forms returned for {book.period.year}, about the whole council, with that field filled in",
        forms_note(book),
        (f"{len(forms)} forms were returned.",),
        equality_sums(book, forms, rows, "all"),
    )


def feedback(book: Book) -> Table:
    """RD16."""
    period, every = book.period, book.beyond.feedback
    sent = count([each for each in every if each.sent in period], "feedback", "sent", period=period)
    back = count([each for each in every if each.returned in period], "feedback", "returned", period=period)
    return Table(
        "RD16",
        "What people thought of the procedure",
        ("Feedback forms", "Number"),
        (Row("Sent", (sent if every else Words(UNKNOWN),)), Row("Returned", (back if every else Words(UNKNOWN),))),
        f"questions about how it went, sent and answered, {period.says}",
        () if every else (FROM_LEDGER,),
    )
