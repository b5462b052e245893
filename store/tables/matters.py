"""What came of it: contacts with their messages, cases, what was decided, and what rang."""

from sqlalchemy import ForeignKeyConstraint, Index, Table, UniqueConstraint

from store.tables.columns import digest, metadata, moment, number, sealed, seq, text, while_

# A table reads as its columns in a row.
# fmt: off
contacts = Table(
    "contacts", metadata,
    seq(), text("council"), text("id"), text("reference"), digest("sender"), text("channel"), text("standing"),
    moment("received"), number("heard"), number("considered"), moment("wake_at", needed=False), number("version"),
    sealed("data"), number("dated"),
    UniqueConstraint("council", "id", name="contacts_once"),
    UniqueConstraint("council", "reference", name="contacts_reference"),
    Index("contacts_of_sender", "council", "sender", "seq"),
    while_("contacts_awake", "wake_at is not null", "council", "wake_at", "seq"),
    while_("contacts_waiting", "standing = 'waiting'", "council", "seq", "id", "version", "wake_at", "standing"),
    while_("contacts_unconsidered", "considered < heard", "council", "seq"),
    while_("contacts_to_date", "standing = 'set_aside' and dated <> version", "council", "seq", "id", "version"),
)

messages = Table(
    "messages", metadata,
    seq(), text("council"), text("name"), text("about"), text("post"), moment("received"), digest("mail_id"),
    sealed("data"),
    UniqueConstraint("council", "name", name="messages_once"),
    Index("messages_about", "council", "about", "seq"),
    Index("messages_by_post", "council", "post"),
    while_("messages_by_mail_id", "mail_id <> ''", "council", "mail_id"),
)
"""`about` is the contact's id or the case's reference, here as in letters; `mail_id` a digest of the Message-ID."""

cases = Table(
    "cases", metadata,
    seq(), text("council"), text("reference"), text("contact"), text("procedure"), text("state"),
    number("settled"), text("handler"), moment("received"), moment("opened"), moment("wake_at", needed=False),
    number("version"), sealed("data"), number("entered"), number("dated"),
    UniqueConstraint("council", "reference", name="cases_reference"),
    Index("cases_of_contact", "council", "contact"),
    while_("cases_awake", "wake_at is not null", "council", "wake_at", "seq"),
    while_("cases_open", "settled = 0", "council", "seq", "reference", "contact", "version", "wake_at", "settled"),
    while_("cases_to_enter", "entered <> version", "council", "seq", "reference", "version"),
    while_("cases_to_date", "settled = 1 and dated <> version", "council", "seq", "reference", "version"),
)
"""`entered`: at which version it stands in the ledger (`store.ledger.entering`); `dated`: at which version it was found
out from when it may go (`store.retention.dated`); 0: it was not, or it was saved since.
"""

parties = Table(
    "parties", metadata,
    text("council", key=True), text("reference", key=True), digest("address", key=True),
    ForeignKeyConstraint(["council", "reference"], ["cases.council", "cases.reference"], name="parties_of_case"),
    Index("parties_by_address", "council", "address", "reference"),
)
"""Who may be writing about which case: the digests of its people's addresses."""

found_by = Table(
    "found_by", metadata,
    text("council", key=True), digest("word", key=True), text("kind", key=True), seq(of=True),
    Index("found_by_of_one", "council", "kind", "seq", "word"),
    sqlite_with_rowid=False,
)
"""What each case and contact is found by: digests of words (`store.indexing`). By `seq`, so that what is new comes last
of all that has a word: what years have filled is left as it lies.
"""

finds = Table(
    "finds", metadata,
    text("council", key=True), digest("word", key=True), text("kind", key=True), text("reference", key=True),
    Index("finds_of_one", "council", "kind", "reference", "word"),
)
"""The same as it lay until 0020: empty but for what an older program wrote that still ran."""

decisions = Table(
    "decisions", metadata,
    seq(), text("council"), text("about"), text("move"), text("by"), moment("at"), sealed("data"),
    Index("decisions_about", "council", "about", "seq"),
)

alarms = Table(
    "alarms", metadata,
    seq(), text("council"), text("name"), text("contact"), text("level"), moment("raised"),
    moment("closed", needed=False), moment("wake_at", needed=False), sealed("data"),
    UniqueConstraint("council", "name", name="alarms_once"),
    Index("alarms_about", "council", "contact", "seq"),
    while_("alarms_open", "closed is null", "council", "seq"),
    while_("alarms_awake", "closed is null and wake_at is not null", "council", "wake_at", "seq"),
)
"""No foreign key: an alarm is never refused for want of something else."""
