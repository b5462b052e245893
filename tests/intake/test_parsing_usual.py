"""What nearly every mail writes alike is read in one step, and as what is written oddly would be."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from intake.parsing import headers, parse
from intake.parsing.addresses import addresses
from intake.parsing.parameters import parameters

NAMES = st.text("abzAZ' -_09", min_size=1, max_size=12).map(lambda name: f"J{name}")
WORDS = st.text("abzAZ09-._+/", min_size=1, max_size=12)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MOMENTS = st.builds(datetime.combine, st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.times())
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


@given(MOMENTS, st.integers(-1439, 1439), st.sampled_from(["Mon, ", ""]), st.sampled_from(["", " (GMT)"]))
def test_a_date_is_the_same_in_small_letters(moment: datetime, minutes: int, day: str, named: str) -> None:
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    written = f"{day}{moment.day} {MONTHS[moment.month - 1]} {moment.year} {moment:%H:%M:%S} {zone}{named}"
    usual, odd = (parse(f"From: a@b.example\nDate: {said}\n\nx".encode()).date for said in (written, written.lower()))
    assert usual == odd == moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert usual and odd and usual.tzinfo == odd.tzinfo


@given(LINES)
def test_headers_are_the_same_above_a_line_that_is_none(lines: list[str]) -> None:
    block = "\n".join(["Date: x", *lines, ""])
    plain = headers.read(f"{block}\nwords".encode(), 0, 10_000, whole_mail=True)
    odd = headers.read(f"{block}no header\nCc: y\n\nwords".encode(), 0, 10_000, whole_mail=True)
    assert {**plain.headers.fields, "cc": [b"y"]} == odd.headers.fields
    assert odd.problems == ("a line among the headers was not a header",)
