"""Post as it came, and how far each source has been read; references given out before anything is read."""

from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint

from store.tables.columns import digest, metadata, moment, number, sealed, seq, text, while_

# A table reads as its columns in a row.
# fmt: off
posts = Table(
    "posts", metadata,
    seq(), text("council"), text("name"), text("channel"), text("source"), text("place"), moment("received"),
    number("size"), text("state"), number("tries"), moment("again", needed=False), moment("marked", needed=False),
    text("why"), number("turn"), number("heard"),
    UniqueConstraint("council", "name", name="posts_once"),
    while_("posts_waiting", "state = 'kept'", "council", "turn", "seq"),
    while_("posts_unheard", "state = 'kept' and heard = 0", "council", "seq"),
    while_("posts_for_a_person", "state in ('unreadable', 'failed')", "council", "seq"),
)
"""The inbox. The bytes stand apart, in `raws`: marking a post must not write 40 MB again. `turn`: what sounds urgent is
read first; `heard`: whether anybody has listened to it beforehand.
"""

raws = Table(
    "raws", metadata,
    seq(of=True), text("council"), sealed("raw"),
    ForeignKeyConstraint(["seq"], ["posts.seq"], name="raws_of_post"),
)

sources = Table(
    "sources", metadata,
    text("council", key=True), text("source", key=True), text("value"),
)
"""How far each mailbox and bot has been read."""

receipts = Table(
    "receipts", metadata, text("council", key=True), text("reference", key=True), text("once"), digest("sender"),
    moment("made"), UniqueConstraint("council", "once", name="receipts_once"),
    UniqueConstraint("council", "sender", name="receipts_sender"))
"""References given out at the form before anybody has read what was sent. `once` and `sender` are digests."""
