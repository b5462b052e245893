"""The rows. They never leave this folder: what other rooms see is values.

Every table has `council`, part of every unique name and of every query (house.md 17). What is searched, counted or
joined is a column; the whole value stands beside it in `data`, as JSON. `seq` is the order in which rows arrived.

Addresses are searched by digest, never as they are: an index of a child's chat number is one more place to forget it.
Partial indexes hold only what is open, so that years of history cost what is due today nothing.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware moment, in UTC: a timestamp on PostgreSQL, text of fixed width on SQLite, which sorts as time does."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """The column's own type."""
        return DateTime(timezone=True) if dialect.name == "postgresql" else String(32)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """What is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.isoformat(timespec="microseconds")

    def process_result_value(self, value: datetime | str | None, _: Dialect) -> datetime | None:
        """What is read."""
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


metadata = MetaData()


def _seq(*, of: bool = False) -> Column[int]:
    """The row's place in the order of arrival, or that of the row it belongs to."""
    return Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=not of)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, String, primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, autoincrement=False, nullable=False)


def _moment(name: str, *, needed: bool = True) -> Column[datetime]:
    return Column(name, Moment, nullable=not needed)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _while(name: str, condition: str, *columns: str) -> Index:
    """An index of the rows for which a condition holds, and of no others."""
    where = holds(condition)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


def holds(condition: str) -> ColumnElement[bool]:
    """A condition spelt out in the statement: a partial index is used only where the planner can read it there."""
    found: ColumnElement[bool] = literal_column(condition)
    return found


# A table reads as its columns in a row.
# fmt: off
posts = Table(
    "posts", metadata,
    _seq(), _text("council"), _text("name"), _text("channel"), _text("source"), _text("place"), _moment("received"),
    _number("size"), _text("state"), _number("tries"), _moment("again", needed=False), _moment("marked", needed=False),
    _text("why"),
    UniqueConstraint("council", "name", name="posts_once"),
    _while("posts_waiting", "state = 'kept'", "council", "seq"),
    _while("posts_for_a_person", "state in ('unreadable', 'failed')", "council", "seq"),
)
"""The inbox. The bytes stand apart, in `raws`: marking a post must not write 40 MB again."""

raws = Table(
    "raws", metadata,
    _seq(of=True), _text("council"), _bytes("raw"),
    ForeignKeyConstraint(["seq"], ["posts.seq"], name="raws_of_post"),
)

sources = Table(
    "sources", metadata,
    _text("council", key=True), _text("source", key=True), _text("value"),
)
"""How far each mailbox and bot has been read."""

contacts = Table(
    "contacts", metadata,
    _seq(), _text("council"), _text("id"), _text("reference"), _text("sender"), _text("channel"), _text("standing"),
    _moment("received"), _number("heard"), _number("considered"), _moment("wake_at", needed=False), _number("version"),
    _bytes("data"),
    UniqueConstraint("council", "id", name="contacts_once"),
    UniqueConstraint("council", "reference", name="contacts_reference"),
    Index("contacts_of_sender", "council", "sender", "seq"),
    _while("contacts_awake", "wake_at is not null", "council", "wake_at", "seq"),
    _while("contacts_waiting", "standing = 'waiting'", "council", "seq"),
    _while("contacts_unconsidered", "considered < heard", "council", "seq"),
)

messages = Table(
    "messages", metadata,
    _seq(), _text("council"), _text("name"), _text("about"), _text("post"), _moment("received"), _text("mail_id"),
    _bytes("data"),
    UniqueConstraint("council", "name", name="messages_once"),
    Index("messages_about", "council", "about", "seq"),
    _while("messages_by_mail_id", "mail_id <> ''", "council", "mail_id"),
)
"""`about` is the contact's id or the case's reference, here as in letters; `mail_id` a digest of the Message-ID."""

cases = Table(
    "cases", metadata,
    _seq(), _text("council"), _text("reference"), _text("contact"), _text("procedure"), _text("state"),
    _number("settled"), _text("handler"), _moment("received"), _moment("opened"), _moment("wake_at", needed=False),
    _number("version"), _bytes("data"),
    UniqueConstraint("council", "reference", name="cases_reference"),
    Index("cases_of_contact", "council", "contact"),
    _while("cases_awake", "wake_at is not null", "council", "wake_at", "seq"),
    _while("cases_open", "settled = 0", "council", "seq"),
)

receipts = Table(
    "receipts", metadata, _text("council", key=True), _text("reference", key=True), _text("once"), _text("sender"),
    _moment("made"), UniqueConstraint("council", "once", name="receipts_once"),
    UniqueConstraint("council", "sender", name="receipts_sender"))
"""References given out at the form before anybody has read what was sent. `once` and `sender` are digests."""
feedback = Table(
    "feedback", metadata, _text("council", key=True), _text("name", key=True), _text("quarter"), _text("procedure"),
    _bytes("data"))
"""What people said of how they were dealt with: linked to nobody, and to no moment."""

parties = Table(
    "parties", metadata,
    _text("council", key=True), _text("reference", key=True), _text("address", key=True),
    ForeignKeyConstraint(["council", "reference"], ["cases.council", "cases.reference"], name="parties_of_case"),
    Index("parties_by_address", "council", "address", "reference"),
)
"""Who may be writing about which case: the digests of its people's addresses."""

finds = Table(
    "finds", metadata,
    _text("council", key=True), _text("word", key=True), _text("kind", key=True), _text("reference", key=True),
    Index("finds_of_one", "council", "kind", "reference", "word"),
)
"""What each case and contact is found by: digests of words (`store.finding`)."""

decisions = Table(
    "decisions", metadata,
    _seq(), _text("council"), _text("about"), _text("move"), _text("by"), _moment("at"), _bytes("data"),
    Index("decisions_about", "council", "about", "seq"),
)

alarms = Table(
    "alarms", metadata,
    _seq(), _text("council"), _text("name"), _text("contact"), _text("level"), _moment("raised"),
    _moment("closed", needed=False), _moment("wake_at", needed=False), _bytes("data"),
    UniqueConstraint("council", "name", name="alarms_once"),
    Index("alarms_about", "council", "contact", "seq"),
    _while("alarms_open", "closed is null", "council", "seq"),
    _while("alarms_awake", "closed is null and wake_at is not null", "council", "wake_at", "seq"),
)
"""No foreign key: an alarm is never refused for want of something else."""

letters = Table(
    "letters", metadata,
    _seq(), _text("council"), _text("name"), _text("about"), _text("channel"), _text("reader"), _number("urgency"),
    _moment("not_before"), _moment("written"), _text("state"), _number("tries"), _moment("claimed", needed=False),
    _moment("marked", needed=False), _text("far_id"), _text("why"), _bytes("data"),
    UniqueConstraint("council", "name", name="letters_once"),
    Index("letters_about", "council", "about", "seq"),
    _while("letters_far_id", "far_id <> ''", "council", "far_id"),
    _while("letters_queued", "state = 'queued'", "council", "channel", "urgency", "not_before", "seq"),
    _while("letters_due", "state = 'queued'", "council", "not_before"),
    _while("letters_sending", "state = 'sending'", "council", "claimed"),
    _while("letters_to_reader", "state in ('queued', 'sending')", "council", "reader", "seq"),
    _while("letters_failed", "state = 'failed'", "council", "seq"),
    _while("letters_in_chat", "channel = 'telegram'", "council", "reader", "seq"),
)

exact_words = Table(
    "exact_words", metadata,
    _seq(of=True), _text("council"), _bytes("words"),
    ForeignKeyConstraint(["seq"], ["letters.seq"], name="exact_words_of_letter"),
)

staff = Table(
    "staff", metadata,
    _text("council", key=True), _text("id", key=True), _text("email"), _text("chat"),
    _moment("leaves", needed=False), _bytes("data"),
    Index("staff_by_email", "council", "email"),
    Index("staff_by_chat", "council", "chat"),
)
"""`email` and `chat` are digests, empty where there is none."""

experts = Table(
    "experts", metadata,
    _text("council", key=True), _text("id", key=True), _number("version"), _bytes("data"),
)
"""The register of investigators, independent persons and panel members: some tens of them, read together."""

serving = Table(
    "serving", metadata,
    _text("council", key=True), _text("person", key=True), _text("reference", key=True), _number("active"),
    _number("papers"), _text("due"),
    ForeignKeyConstraint(["council", "reference"], ["cases.council", "cases.reference"], name="serving_in_case"),
    Index("serving_by_case", "council", "reference"),
    _while("serving_busy", "active + papers > 0", "council", "person"),
)
"""Who serves or served in which case: `person` is the id of an expert or of a member of staff, `active` in how many
roles they still do, `papers` how many they have not given back, `due` (ISO) when the first must be; empty: none.
"""

links = Table(
    "links", metadata,
    _text("council", key=True), _text("token", key=True), _text("purpose"), _text("staff"), _moment("issued"),
    _moment("ends"), _moment("used", needed=False),
    ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="links_of_staff"),
    Index("links_by_staff", "council", "staff"),
)
"""One-time links and codes, by the digest of what was given out."""

sessions = Table(
    "sessions", metadata,
    _text("council", key=True), _text("token", key=True), _text("staff"), _moment("began"), _moment("ends"),
    ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="sessions_of_staff"),
    Index("sessions_by_staff", "council", "staff"),
)

wrong_codes = Table(
    "wrong_codes", metadata,
    _text("council", key=True), _text("chat", key=True), _number("tries"), _moment("last"),
)
"""How often a chat has tried a code that was not right."""

ledger_lines = Table(
    "ledger_lines", metadata,
    _seq(), _text("council"), _text("file"), _text("name"), _moment("kept"), _bytes("data"),
    UniqueConstraint("council", "file", "name", name="ledger_lines_once"),
    Index("ledger_lines_in_order", "council", "file", "seq"),
)
"""A council's own spreadsheets, line by line: the cells as they were written."""

ledger_entered = Table(
    "ledger_entered", metadata,
    _text("council", key=True), _text("reference", key=True), _number("version"), _bytes("names"),
)
"""Which cases stand in the ledger as they are, at which version, and under which lines' names."""

published = Table(
    "published", metadata,
    _text("council", key=True), _number("number", key=True), _moment("made"), _text("by"), _text("whose"),
    _text("first"), _text("last"), _number("public"), _number("ours"), _bytes("data"),
)
"""Reports that were published, and other councils' to set beside them: rows that nobody changes."""

published_files = Table(
    "published_files", metadata,
    _text("council", key=True), _number("number", key=True), _text("file", key=True), _bytes("raw"),
    ForeignKeyConstraint(["council", "number"], ["published.council", "published.number"], name="files_of_published"),
)
"""Their faces, and the lines they were made of, packed."""

audit = Table(
    "audit", metadata,
    _text("council", key=True), _number("number", key=True), _moment("at"), _text("who"), _text("did"), _text("about"),
    _text("digest"),
    Index("audit_about", "council", "about", "number"),
)
"""Append-only: the migration that makes it also forbids the database to change or remove a row."""
