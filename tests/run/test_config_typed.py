"""What people do to a profile who do not program, in Notepad and in Word: each is told the line and what to type."""

import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from run.config import COUNCILS, Misconfigured, load_council

TYPED = [
    ("  phone: 01632 960 100", "\tphone: 01632 960 100", "a tab stands in it"),
    ("title: Bath", "title Bath", "a value that holds a colon goes in quotes; if none does, the line before it lacks"),
    ("  phone: 01632 960 100", "  phone 01632 960 100", "a colon and a space are missing behind the key"),
    ("  phone: 01632 960 100", "  phone:01632 960 100", "a colon and a space are missing behind the key"),
    ("phone: 01632 960 100", "phone: Tel: 01632 960 100", "a value that holds a colon goes in quotes"),
    ("  hours: 9am", "   hours: 9am", "as many spaces as the lines beside it"),
    ("  - name: Shout", "  \u2013 name: Shout", "type them anew in a plain editor"),
    ("our safety team", "\u201cour safety team\u201d", "curly quotation marks are part of the words"),
    ("rota: []", "rota: [mina, , dan]", "nothing stands: put in what is missing"),
    ("rota: []", "rota: [mina, dan", "a bracket that is opened there is not closed"),
    ("rota: []", "rota: mina, dan", "expected a list in square brackets"),
    ("rota: []", "rota: #", "nothing stands there; what follows a # is not read"),
    ('extension local"', "extension local", "a quotation mark that is opened there is not closed"),
    ("bot_name: Lark", "bot_name: @Lark", "a value begins with a sign that means something else here"),
    ("checked: null", "checked: 20/11/2026", "expected a day, written as 2026-11-20"),
    ("checked: null", "checked: 2026-11-31", "there is no such day"),
    ("opens: 08:30", "opens: 8.30", "expected a time of day, written as 08:30"),
    ("contact_days: 5", "contact_days: five", "expected a whole number, and nothing beside it"),
    ("contact_days: 5", "contact_days: 0", "expected 1 or more working days"),
    ("reference_prefix: BN", "reference_prefix: 12", "expected words; figures alone"),
    ("title: Bath & North East Somerset Council", 'title: ""', "nothing stands between the quotation marks"),
    ("helper: Citizens Advice", "helper: ' '", "nothing stands between the quotation marks"),
    ("young: letter.response_yp", "young: letter.reponse_yp", "there are no words called letter.reponse_yp"),
    ("calendar: COUNCIL", "calendar: MOON", "expected one of EW, EW_PAST, UK_ANY, COUNCIL"),
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The profile of a council that somebody edits."""
    shutil.copytree(COUNCILS, tmp_path, dirs_exist_ok=True)
    return tmp_path / "bnes.yaml"


def said_of(own: Path) -> str:
    with pytest.raises(Misconfigured) as refused:
        load_council("bnes", own.parent)
    return str(refused.value)


@pytest.mark.parametrize(("there", "typed", "said"), TYPED)
def test_a_slip_of_the_hand_is_named_by_its_line_or_the_next_with_what_to_type(
    own: Path, there: str, typed: str, said: str
) -> None:
    text = own.read_text(encoding="utf-8")
    assert there in text
    own.write_text(text.replace(there, typed, 1), encoding="utf-8")
    found, number = said_of(own), text[: text.index(there)].count("\n") + 1
    assert len(found.splitlines()) == 1 and said in found
    assert found.startswith((f"{own}, line {number}", f"{own}, line {number + 1}"))


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    ],
    ids=["a mark of UTF-8", "Windows' line ends", "both"],
)
def test_a_file_that_notepad_saved_is_read(own: Path, saved: Callable[[str], bytes]) -> None:
    own.write_bytes(saved(own.read_text(encoding="utf-8")))
    assert load_council("bnes", own.parent).reference_prefix == "BN"


@pytest.mark.parametrize(
    ("saved", "line"),
    [
        (lambda text: text.encode("utf-16"), 1),
        (lambda text: text.encode("utf-16-le"), None),
        (lambda text: b"PK\x03\x04\x14\0" + zlib.compress(text.encode()), 1),
        (lambda text: text.replace("title: Bath", "title: B\u00e4th").encode("cp1252"), 6),
    ],
    ids=["UTF-16", "UTF-16 that does not say so", "Word", "Windows' own letters"],
)
def test_a_file_that_is_no_plain_text_is_to_be_saved_anew(
    own: Path, saved: Callable[[str], bytes], line: int | None
) -> None:
    own.write_bytes(saved(own.read_text(encoding="utf-8")))
    where = f"{own}, line {line}: " if line else f"{own}: "
    assert said_of(own).startswith(f"{where}it is not plain text in UTF-8: save it anew")


def test_what_a_profile_leaves_out_is_asked_of_the_profile_and_not_of_englands_file(own: Path) -> None:
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("  corp_s1:\n", "  corp_one:\n"), encoding="utf-8")
    found, line = said_of(own).splitlines(), text[: text.index("\nclocks:")].count("\n") + 2
    assert f"{own}, line {line}, clocks.corp_s1: this clock must be there: england.yaml chases by it" in found
    assert all(each.startswith(str(own)) for each in found)
    begin, end = text.index("\nchoices:"), text.index("\nclocks:")
    own.write_text(text[:begin] + text[end:], encoding="utf-8")
    found = said_of(own).splitlines()
    assert f"{own}, line 1, choices.category_set: this key must be there" in found
    assert all(each.startswith(str(own)) for each in found)
