"""A page is laid out only where that could change which version is read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.parsing import bodies, markup, parts, versions, words
from tests.intake.test_parsing_hostile import HEAD

PLAIN = "I wrote to you on 5 May about my bus and my phone, and nobody has rung me back since then."
TAGS = (
    "<p>", "</p>", "<br>", "<div>", "</div>", "<b>", "</b>", "<p hidden>", "<span class=a>", "</span>", "<pre>",
    "<style>.a{display:none}</style>", "<font color=white>", "<i style='opacity:0'>", "<ol>", "<li>", "<hr>", "<td>",
    "<img alt='a dog'>", "<!--", "-->", "<!-- x -->", "<title>", "</title>", "<a title='>", "<select>", "<", "&nbsp;",
    "&shy;", "&lt;", "&#49;", "<blockquote type=cite>", "</blockquote>", "<script>", "</script>", "<style", "\n", " ",
)  # fmt: skip


@given(st.lists(st.sampled_from(TAGS + tuple(PLAIN.split())), max_size=60))
@example([*"<p hidden>I wrote to you on</p>".split(" "), *PLAIN.split()])
def test_a_page_that_is_not_laid_out_would_not_have_been_read(pieces: list[str]) -> None:
    source = "".join(piece if piece in TAGS else f" {piece}" if len(piece) > 3 else piece for piece in pieces)
    if versions.repeats(source, [PLAIN]):
        text, problems = markup.readable(source)
        assert versions.chosen([PLAIN], [words.visible(text)[0]]) == ([PLAIN], "")
        assert not problems


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><style>p{{margin:0}}</style></head><body><p class=MsoNormal>{PLAIN}<o:p></o:p></p></body></html>",
        f'<div dir="ltr">{PLAIN.replace(", ", ",</div><div>")}</div><div><br></div>',
        f"<!-- a mailer's --><p>{PLAIN}<br>&nbsp;</p>",
    ],
)
def test_a_page_with_the_same_words_need_not_be_laid_out(page: str) -> None:
    assert versions.repeats(page, [PLAIN])


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{PLAIN}</p><p style='display:none'>Ring me, he is here.</p>",
        f"<style>.a{{ display: none }}</style><p>{PLAIN}</p><p class=a>Ring me, he is here.</p>",
        f"<p>{PLAIN}</p><p>Ring me, please: he is here and I am afraid.</p>",
        f"<p>{PLAIN}</p><img alt='Ring me, he is here'>",
        f"<p>{PLAIN}</p><title>x</title <p>and so on</p>",
        f"<p>{PLAIN}</p><!-- never ends",
        "<p>w</p>",
    ],
)
def test_a_page_with_words_of_its_own_or_hidden_ones_is(page: str) -> None:
    assert not versions.repeats(page, [PLAIN])


def test_a_tag_that_hid_nothing_in_one_mail_hides_what_the_next_ones_style_sheet_says() -> None:
    page = f"<p>{PLAIN}</p><p class=a>bus</p>"
    assert versions.repeats(page, [PLAIN])
    assert not versions.repeats(f"<style>.a{{ display: none }}</style>{page}", [PLAIN])


def test_what_a_page_hides_is_told_though_the_plain_version_has_every_word():
    page = f"<p>{PLAIN}<span style='display:none'>bus</span></p>"
    mail = "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n{}\n--b\nContent-Type: text/html\n\n{}\n--b--"
    found = bodies.body(parts.tree(HEAD + mail.format(PLAIN, page).encode()).root)
    assert found.blocks == [PLAIN]
    assert found.problems == ["hidden text is marked"]
