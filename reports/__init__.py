"""The year: adds up, or refuses to be published.

    periods     the days a report is about, and the same days in years before
    book        the ledger opened for one report: its lines sorted, and how long each took
    measures    the definitions, one function each
    figures     what stands in a cell, and how it is printed
    tables      TABLES: every published table as rows of measures
    checks      the sums that must hold
    hiding      small numbers, hidden last, with what would give them away
    quarters    what a quarter's report has besides: the trend, and the year so far
    publish     all of it in order: a snapshot, or what stands in its way
    corrections what was put right since the report before: a note, and that report stays as it was
    render      the four faces of one snapshot: tables.json, a web page, a Word document, a workbook

Counts read everything and change nothing. A report is made of plain lines
(`casework.records.ledger`), wherever they came from.
"""
