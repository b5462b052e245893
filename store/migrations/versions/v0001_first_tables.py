"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")
NUMBERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table; the record of who did what may only grow."""
    _post()
    _contacts_and_cases()
    _letters()
    _people()
    _audit()


def _post() -> None:
    op.create_table(
        "posts",
        _seq(),
        _text("council"),
        _text("name"),
        _text("channel"),
        _text("source"),
        _text("place"),
        _moment("received"),
        _number("size"),
        _text("state"),
        _number("tries"),
        _moment("again", needed=False),
        _moment("marked", needed=False),
        _text("why"),
        sa.UniqueConstraint("council", "name", name="posts_once"),
    )
    _while("posts_for_a_person", "posts", "state in ('unreadable', 'failed')", "council", "seq")
    _while("posts_waiting", "posts", "state = 'kept'", "council", "seq")
    op.create_table(
        "raws",
        _seq(of=True),
        _text("council"),
        _bytes("raw"),
        sa.ForeignKeyConstraint(["seq"], ["posts.seq"], name="raws_of_post"),
    )
    op.create_table(
        "sources",
        _text("council", key=True),
        _text("source", key=True),
        _text("value"),
    )


def _contacts_and_cases() -> None:
    op.create_table(
        "contacts",
        _seq(),
        _text("council"),
        _text("id"),
        _text("reference"),
        _text("sender"),
        _text("channel"),
        _text("standing"),
        _moment("received"),
        _number("heard"),
        _number("considered"),
        _moment("wake_at", needed=False),
        _number("version"),
        _bytes("data"),
        sa.UniqueConstraint("council", "id", name="contacts_once"),
        sa.UniqueConstraint("council", "reference", name="contacts_reference"),
    )
    _while("contacts_awake", "contacts", "wake_at is not null", "council", "wake_at", "seq")
    op.create_index("contacts_of_sender", "contacts", ["council", "sender", "seq"])
    _while("contacts_unconsidered", "contacts", "considered < heard", "council", "seq")
    _while("contacts_waiting", "contacts", "standing = 'waiting'", "council", "seq")
    op.create_table(
        "messages",
        _seq(),
        _text("council"),
        _text("name"),
        _text("about"),
        _text("post"),
        _moment("received"),
        _bytes("data"),
        sa.UniqueConstraint("council", "name", name="messages_once"),
    )
    op.create_index("messages_about", "messages", ["council", "about", "seq"])
    op.create_table(
        "cases",
        _seq(),
        _text("council"),
        _text("reference"),
        _text("contact"),
        _text("procedure"),
        _text("state"),
        _number("settled"),
        _text("handler"),
        _moment("received"),
        _moment("opened"),
        _moment("wake_at", needed=False),
        _number("version"),
        _bytes("data"),
        sa.UniqueConstraint("council", "reference", name="cases_reference"),
    )
    _while("cases_awake", "cases", "wake_at is not null", "council", "wake_at", "seq")
    op.create_index("cases_of_contact", "cases", ["council", "contact"])
    _while("cases_open", "cases", "settled = 0", "council", "seq")
    op.create_table(
        "parties",
        _text("council", key=True),
        _text("reference", key=True),
        _text("address", key=True),
        sa.ForeignKeyConstraint(["council", "reference"], ["cases.council", "cases.reference"], name="parties_of_case"),
    )
    op.create_index("parties_by_address", "parties", ["council", "address", "reference"])
    op.create_table(
        "decisions",
        _seq(),
        _text("council"),
        _text("about"),
        _text("move"),
        _text("by"),
        _moment("at"),
        _bytes("data"),
    )
    op.create_index("decisions_about", "decisions", ["council", "about", "seq"])
    op.create_table(
        "alarms",
        _seq(),
        _text("council"),
        _text("name"),
        _text("contact"),
        _text("level"),
        _moment("raised"),
        _moment("closed", needed=False),
        _moment("wake_at", needed=False),
        _bytes("data"),
        sa.UniqueConstraint("council", "name", name="alarms_once"),
    )
    op.create_index("alarms_about", "alarms", ["council", "contact", "seq"])
    _while("alarms_awake", "alarms", "closed is null and wake_at is not null", "council", "wake_at", "seq")
    _while("alarms_open", "alarms", "closed is null", "council", "seq")


def _letters() -> None:
    op.create_table(
        "letters",
        _seq(),
        _text("council"),
        _text("name"),
        _text("about"),
        _text("channel"),
        _text("reader"),
        _number("urgency"),
        _moment("not_before"),
        _moment("written"),
        _text("state"),
        _number("tries"),
        _moment("claimed", needed=False),
        _moment("marked", needed=False),
        _text("far_id"),
        _text("why"),
        _bytes("data"),
        sa.UniqueConstraint("council", "name", name="letters_once"),
    )
    op.create_index("letters_about", "letters", ["council", "about", "seq"])
    _while("letters_due", "letters", "state = 'queued'", "council", "not_before")
    _while("letters_failed", "letters", "state = 'failed'", "council", "seq")
    _while("letters_far_id", "letters", "far_id <> ''", "council", "far_id")
    _while("letters_queued", "letters", "state = 'queued'", "council", "channel", "urgency", "not_before", "seq")
    _while("letters_sending", "letters", "state = 'sending'", "council", "claimed")
    _while("letters_to_reader", "letters", "state in ('queued', 'sending')", "council", "reader", "seq")
    op.create_table(
        "exact_words",
        _seq(of=True),
        _text("council"),
        _bytes("words"),
        sa.ForeignKeyConstraint(["seq"], ["letters.seq"], name="exact_words_of_letter"),
    )


def _people() -> None:
    op.create_table(
        "staff",
        _text("council", key=True),
        _text("id", key=True),
        _text("email"),
        _text("chat"),
        _moment("leaves", needed=False),
        _bytes("data"),
    )
    op.create_index("staff_by_chat", "staff", ["council", "chat"])
    op.create_index("staff_by_email", "staff", ["council", "email"])
    op.create_table(
        "links",
        _text("council", key=True),
        _text("token", key=True),
        _text("purpose"),
        _text("staff"),
        _moment("issued"),
        _moment("ends"),
        _moment("used", needed=False),
        sa.ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="links_of_staff"),
    )
    op.create_index("links_by_staff", "links", ["council", "staff"])
    op.create_table(
        "sessions",
        _text("council", key=True),
        _text("token", key=True),
        _text("staff"),
        _moment("began"),
        _moment("ends"),
        sa.ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="sessions_of_staff"),
    )
    op.create_index("sessions_by_staff", "sessions", ["council", "staff"])
    op.create_table(
        "wrong_codes",
        _text("council", key=True),
        _text("chat", key=True),
        _number("tries"),
        _moment("last"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        _text("council", key=True),
        _number("number", key=True),
        _moment("at"),
        _text("who"),
        _text("did"),
        _text("about"),
        _text("digest"),
    )
    op.create_index("audit_about", "audit", ["council", "about", "number"])
    for event in ("update", "delete"):
        for statement in _FORBID[op.get_bind().dialect.name]:
            op.execute(statement.format(event=event))


_FORBID = {
    "sqlite": (
        "create trigger audit_no_{event} before {event} on audit begin select raise(abort, 'audit only grows'); end",
    ),
    "postgresql": (
        """create or replace function audit_only_grows() returns trigger language plpgsql as
        $$ begin raise exception 'audit only grows'; end $$""",
        "create trigger audit_no_{event} before {event} on audit for each row execute function audit_only_grows()",
    ),
}


def _seq(*, of: bool = False) -> sa.Column[int]:
    return sa.Column("seq", NUMBERED, primary_key=True, autoincrement=not of)


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, autoincrement=False, nullable=False)


def _moment(name: str, *, needed: bool = True) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=not needed)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _while(name: str, table: str, condition: str, *columns: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)
