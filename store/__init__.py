"""Memory. What was saved is whole, once, and still there. Knows no rules.

    database    opening the store; transact() writes, look() reads
    engines     how each of the two databases is opened
    sharing     SQLite's one writer: what is waiting shares one commit
    tables      the rows; they never leave this folder
    values      values to bytes and back
    gathered    what belongs to a contact or case and has rows of its own
    inbox       post, kept before anyone understands it
    changes     save(): the one writer of contacts, cases, decisions, alarms and letters
    contacts    reading contacts and alarms
    cases       reading cases
    outbox      letters on their way
    people      staff, and how they sign in
    audit       who did and who looked
    migrations  the tables, from one version of the program to the next

Everything takes an open connection, `db`, as its first argument. It is lent by `Database.transact` or `Database.look`
for as long as one piece of work lasts, and never kept.
"""
