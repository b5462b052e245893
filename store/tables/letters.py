"""What we say: the outbox, and the exact words that left."""

from sqlalchemy import ForeignKeyConstraint, Index, Table, UniqueConstraint

from store.tables.columns import digest, metadata, moment, number, sealed, seq, text, while_

# A table reads as its columns in a row.
# fmt: off
letters = Table(
    "letters", metadata,
    seq(), text("council"), text("name"), text("about"), text("channel"), digest("reader"), number("urgency"),
    moment("not_before"), moment("written"), text("state"), number("tries"), moment("claimed", needed=False),
    moment("marked", needed=False), text("far_id"), text("why"), sealed("data"),
    UniqueConstraint("council", "name", name="letters_once"),
    Index("letters_about", "council", "about", "seq"),
    while_("letters_far_id", "far_id <> ''", "council", "far_id"),
    while_("letters_queued", "state = 'queued'", "council", "channel", "urgency", "not_before", "seq"),
    while_("letters_due", "state = 'queued'", "council", "not_before"),
    while_("letters_sending", "state = 'sending'", "council", "claimed"),
    while_("letters_to_reader", "state in ('queued', 'sending')", "council", "reader", "seq"),
    while_("letters_failed", "state = 'failed'", "council", "seq"),
    while_("letters_in_chat", "channel = 'telegram'", "council", "reader", "seq"),
)

exact_words = Table(
    "exact_words", metadata,
    seq(of=True), text("council"), sealed("words"),
    ForeignKeyConstraint(["seq"], ["letters.seq"], name="exact_words_of_letter"),
)
