"""`heard bench`: how fast, as a table on standard error and JSON on standard output.

command    which of them is measured, and how it is told
intake     a mail's way, from its bytes to the receipt in the outbox
workers    the same mails, shared out among workers with a PostgreSQL
suggest    what the classifier's look costs, alone and beside them
alert      how soon a cry for help is heard among them
desk       every page of the desk, among many cases
sweep      what it costs to notice that time has passed
report     a ledger in, a report out
growth     whether a mail costs more where there are years of others
opened     the service that is measured
taking     how a mail is taken in by it
cases      made-up cases, as after many years
mails      made-up mails, no two alike
enclosed   what is enclosed with some of them
"""
