"""Two councils' ledgers for 2020-21, made from the figures that their annual reports print.

    bnes, dorset    how each is made up
    printed         what the reports print, and where ours differs, with the number of the misprint (rulebook I01-I36)

`python -m tests.reports.seeds` writes the files. Nobody in them is real: only the totals are.
"""
