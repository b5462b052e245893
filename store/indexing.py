"""What a case or contact is found by, as it lies in the index: digests of whole words, and of the beginnings of names,
so that it is no second list of names.

It is written with the case or contact itself, in the same transaction, and only where the words have changed.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from sqlalchemy import BindParameter, bindparam, delete, func, literal_column, select

from casework import names
from casework.cases import Case
from casework.contacts import Contact
from casework.messages import Address, Channel, Message
from store import sealing
from store.database import Connection, insert_new
from store.sealing import Keys
from store.tables import cases, contacts, finds, found_by

SHORTEST = 3
"""Letters of the shortest thing looked for (conversations S15)."""

BEGINNINGS = range(3, 7)
"""How long the beginnings of a name are that find it: more is a whole word. *Taste.*"""

MOST = 60
"""Words of one case or contact that are kept. *Taste.*"""

REMEMBERED = 4_000
"""Words of which we remember how they lie there: most are in the next mail too. *Taste.*"""

CASE, CONTACT = "case", "contact"
TABLES = {CASE: cases, CONTACT: contacts}

OTHERS = frozenset(
    "the and for not was but with that this have has had her his she him they them you your our from about are were"
    " been who when what which would could there their because".split()
)
"""Words in nearly everything find nothing."""


def write_cases(db: Connection, council: str, given: Collection[Case], before: Mapping[str, Case]) -> None:
    """What these cases are found by, from now on. `before`: by reference, as they were, those that were just read."""
    new = {one.reference for one in given if one.version == 0}
    others = [one for one in given if not _is_found_as(before.get(one.reference), one)]
    _kept(db, council, CASE, {one.reference: words_of_case(one) for one in others}, new=new)


def write_contacts(db: Connection, council: str, given: Collection[Contact], before: Mapping[str, Contact]) -> None:
    """What these contacts are found by, from now on. `before`: by id, as they were, those that were just read."""
    new = {one.reference for one in given if one.version == 0}
    others = [one for one in given if not _is_found_as(before.get(one.id), one)]
    _kept(db, council, CONTACT, {one.reference: words_of_contact(one) for one in others}, new=new)


def write_new(db: Connection, council: str, kind: str, found: Mapping[str, set[str]]) -> None:
    """What these new ones are found by, by reference; nothing is looked up that might be there already."""
    _kept(db, council, kind, found, new=found)


def forget(db: Connection, council: str, kind: str, references: Collection[str]) -> None:
    """Nothing finds these any more: before they go."""
    asked = {"of_council": council, "of_kind": kind, "of_references": sorted(references)}
    if places := [row.seq for row in db.execute(_PLACES[kind], asked)]:
        db.execute(_FORGET, _of(council, kind, sorted(places)))
    db.execute(_FORGET_OLDER, asked)


def words_of_case(case: Case) -> set[str]:
    """What a case is found by: its reference, its people, what it is about."""
    people = [part for each in case.people for part in _names(each.known_as)]
    whole = [each for person in case.people for each in _address(person.address)]
    signed = [part for each in case.messages for part in _names(each.sender_name)]
    said = [word for issue in case.issues for word in words(issue.text)]
    return _few([joined(case.reference)], whole, people, signed, said)


def words_of_contact(contact: Contact) -> set[str]:
    """What a contact is found by: its sender, its subjects. Its reference and the address of its mail have indexes of
    their own (`finding`): each entry here that no other contact shares is a page of this one to be read and written.
    """
    whole = [] if contact.sender.channel is Channel.EMAIL else list(_address(contact.sender))
    for each in contact.messages:
        whole += [joined(each.taken_down.reach)] if each.taken_down and each.taken_down.reach else []
    signed = [part for each in contact.messages for part in _names(each.sender_name)]
    said = [word for each in contact.messages for word in words(each.subject)]
    return _few(whole, signed, said)


def words(text: str) -> Iterator[str]:
    """The words in a text that find something, in their plainest form."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(each for each in plain if not unicodedata.combining(each)).replace("’", "")
    plain = plain.replace("'", "")
    yield from (each for each in re.findall(r"[^\W_]+", plain) if len(each) >= SHORTEST and each not in OTHERS)


def joined(text: str) -> str:
    """A reference, an address or a telephone number without its spaces and strokes; empty if it is too short."""
    bare = re.sub(r"[\W_]+", "", text.strip().replace("+44", "0")).casefold()
    return f"={bare}" if len(bare) >= SHORTEST else ""


def digest(council: str, word: str) -> str:
    """What stands in the index for a word: another council's is another."""
    return names.name("word", council, word).removeprefix("word/")[:20]


def _kept(db: Connection, council: str, kind: str, found: Mapping[str, set[str]], *, new: Collection[str] = ()) -> None:
    if not found:
        return
    keys = sealing.held(db.dialect)
    asked = {"of_council": council, "of_kind": kind, "of_references": sorted(found)}
    there = db.execute((_PLACES if found.keys() <= set(new) else _THERE)[kind], asked).all()
    places = {row.reference: row.seq for row in there}
    now = {(places[each], _lies(keys, council, word)) for each in found for word in found[each]}
    before = {(row.seq, word) for row in there for word in (row.words or "").split()}
    if came := sorted(now - before):
        rows = ({"council": council, "word": word, "kind": kind, "seq": seq} for seq, word in came)
        insert_new(db, found_by, *rows)
    if gone := sorted(before - now):
        db.execute(_GONE, [_of(council, kind, seq) | {"of_word": word} for seq, word in gone])


def _is_found_as(before: Case | Contact | None, one: Case | Contact) -> bool:
    """Whether it is found by the words by which it was found before: what came since is signed and headed as the last
    of what there was.
    """
    if before is None or _beside(before) != _beside(one):
        return False
    known = len(before.messages)
    if before.messages != one.messages[:known] or not known < len(one.messages):
        return before.messages == one.messages
    return known > 0 and all(_signed(each) == _signed(before.messages[-1]) for each in one.messages[known:])


def _beside(one: Case | Contact) -> object:
    return one.sender if isinstance(one, Contact) else (one.people, one.issues)


def _signed(message: Message) -> object:
    return message.sender_name, message.subject, message.taken_down


def _names(name: str) -> Iterator[str]:
    for word in words(name):
        yield word
        yield from (word[:length] for length in BEGINNINGS if length < len(word))


def _address(address: Address) -> Iterator[str]:
    """A chat's number is nothing that anybody would try."""
    match address.channel:
        case Channel.EMAIL | Channel.TELEPHONE:
            yield joined(address.value)
        case Channel.LETTER:
            yield from words(address.value)
        case Channel.IN_PERSON:
            yield from _names(address.value)
        case Channel.TELEGRAM | Channel.FORM:
            return


def _few(*parts: Iterable[str]) -> set[str]:
    """The first so many different ones: a long list of words finds nothing better."""
    return set(islice(dict.fromkeys(word for part in parts for word in part if word), MOST))


def _of(council: str, kind: str, seq: int | Sequence[int]) -> dict[str, object]:
    return {"of_council": council, "of_kind": kind, "of_seq": seq}


@lru_cache(maxsize=REMEMBERED)
def _lies(keys: Keys | None, council: str, word: str) -> str:
    """What stands in the index for a word, as it lies there."""
    return keys.blind(digest(council, word)) if keys else digest(council, word)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_REFERENCES: BindParameter[str] = bindparam("of_references", expanding=True)
_PLACES = {
    kind: select(table.c.reference, table.c.seq, literal_column("''").label("words")).where(
        table.c.council == _COUNCIL, table.c.reference.in_(_REFERENCES)
    )
    for kind, table in TABLES.items()
}
_MINE = (found_by.c.council == _COUNCIL, found_by.c.kind == bindparam("of_kind"))
_THESE = found_by.c.seq.in_(bindparam("of_seq", expanding=True))
_THERE = {
    kind: select(
        table.c.reference,
        table.c.seq,
        select(func.aggregate_strings(found_by.c.word, " "))
        .where(*_MINE, found_by.c.seq == table.c.seq)
        .scalar_subquery()
        .label("words"),
    ).where(table.c.council == _COUNCIL, table.c.reference.in_(_REFERENCES))
    for kind, table in TABLES.items()
}
_GONE = delete(found_by).where(*_MINE, found_by.c.seq == bindparam("of_seq"), found_by.c.word == bindparam("of_word"))
_FORGET = delete(found_by).where(*_MINE, _THESE)
_FORGET_OLDER = delete(finds).where(
    finds.c.council == _COUNCIL, finds.c.kind == bindparam("of_kind"), finds.c.reference.in_(_REFERENCES)
)
