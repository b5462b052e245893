"""What nearly every mail writes alike is read in one step, and as what is written oddly would be."""

from hypothesis import given
from hypothesis import strategies as st

from intake.parsing import headers
from intake.parsing.addresses import addresses
from intake.parsing.parameters import parameters

NAMES = st.text("abzAZ' -_09", min_size=1, max_size=12).map(lambda name: f"J{name}")
WORDS = st.text("abzAZ09-._+/", min_size=1, max_size=12)
LINES = st.lists(
    st.sampled_from(["From: a@b.example", "Subject: one", " goes on", "\tgoes on:", "X-Odd : y", "To:z"]), max_size=8
)


@given(WORDS, WORDS, WORDS)
def test_a_parameter_is_the_same_with_and_without_its_quotes(kind: str, name: str, value: str) -> None:
    written = f"text/x{kind.replace('/', '')}; p{name.strip('/+0123456789')}="
    assert parameters(f'{written}"{value}"') == parameters(f"{written}{value}") == parameters(f'{written}"{value}" ;')


@given(NAMES, st.text("abz09.+-_", min_size=1, max_size=12))
def test_a_name_is_the_same_in_brackets_of_its_own_or_in_quotes(name: str, local: str) -> None:
    plain, quoted = f"{name} <{local}@a.example>", f"{name} <{local}@a.example>,"
    assert addresses([plain]) == addresses([quoted])


@given(LINES)
def test_headers_are_the_same_above_a_line_that_is_none(lines: list[str]) -> None:
    block = "\n".join(["Date: x", *lines, ""])
    plain = headers.read(f"{block}\nwords".encode(), 0, 10_000, whole_mail=True)
    odd = headers.read(f"{block}no header\nCc: y\n\nwords".encode(), 0, 10_000, whole_mail=True)
    assert {**plain.headers.fields, "cc": [b"y"]} == odd.headers.fields
    assert odd.problems == ("a line among the headers was not a header",)
