"""The rows. They never leave this folder: what other rooms see is values.

Every table has `council`, part of every unique name and of every query (house.md 17). What is searched, counted or
joined is a column; the whole value stands beside it in `data`, as JSON. `seq` is the order in which rows arrived.

Addresses are searched by digest, never as they are: an index of a child's chat number is one more place to forget it.
Partial indexes hold only what is open, so that years of history cost what is due today nothing.
"""

from store.tables.columns import Moment, holds, metadata
from store.tables.counts import feedback, ledger_entered, ledger_lines, published, published_files
from store.tables.letters import exact_words, letters
from store.tables.matters import alarms, cases, contacts, decisions, finds, found_by, messages, parties
from store.tables.people import experts, links, serving, sessions, staff, wrong_codes
from store.tables.post import posts, raws, receipts, sources
from store.tables.record import audit
from store.tables.retention import forgotten, kept_as, kept_until, let_go, to_forget
from store.tables.signing import second_steps, unsaved

__all__ = [
    "Moment", "alarms", "audit", "cases", "contacts", "decisions", "exact_words", "experts", "feedback",
    "finds", "forgotten", "found_by", "holds", "kept_as", "kept_until", "ledger_entered", "ledger_lines",
    "let_go", "letters", "links", "messages", "metadata", "parties", "posts", "published", "published_files", "raws",
    "receipts", "second_steps", "serving", "sessions", "sources", "staff", "to_forget", "unsaved", "wrong_codes",
]  # fmt: skip
