"""A council's spreadsheets in, whole or not at all, and out again (contract, section 5).

    columns     FILES: every file, its columns, and what each cell may hold
    sheets      a file's cells with their places: CSV, Excel, LibreOffice
    reading     a folder to a `Ledger`, or every bad cell it holds, by file, line and column
    keeping     the lines in the store: kept once, read back, written out

A line is kept as its cells were written, so that what goes out is what came in.
"""
