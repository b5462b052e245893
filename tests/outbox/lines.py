"""The page that shows every line the bot can say: `make lines` writes it, a test keeps it true.

A line is approved when `outbox/approved.txt` holds its name and the mark of its words as they stand: who changes a word
needs somebody's approval again (conversations 3.1).
"""

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from outbox import catalogues, library
from outbox.library import Words
from tests.outbox.ruler import measure
from tests.outbox.test_words import AGES, as_said

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "lines.md"
TEMPLATE = catalogues.FOLDER / "lines.pot"
APPROVED = ROOT / "outbox" / "approved.txt"

MADE = datetime(2026, 11, 22, tzinfo=UTC)
"""The day of the template's first version: a template says one, and a new one each time would change it for nothing."""

FEW_WORDS = 30
"""The formulas run low on fewer (conversations 3.1)."""

HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Danger", ("bot.danger", "bot.soft_check", "bot.disclosure", "bot.numbers", "bot.share_place")),
    ("The first message", ("bot.welcome", "bot.received", "bot.human_hello", "bot.group", "bot.ask_away", "bot.robot")),
    ("The questions", ("bot.q1", "bot.q2", "bot.q3", "bot.q4", "bot.done", "bot.nudge", "bot.check_you", "bot.which")),
    (
        "More, status and help",
        ("bot.more", "bot.status", "bot.help", "bot.person", "bot.made", "bot.not_sorted", "bot.ok"),
    ),
    ("An advocate", ("bot.advocacy",)),
    (
        "Privacy, stopping and leaving",
        (
            "bot.privacy", "bot.full_notice", "bot.who_sees", "bot.keep", "bot.clear", "bot.stop", "bot.withdraw",
            "bot.delete", "bot.forgotten", "bot.language",
        ),
    ),
    ("What else people send", ("bot.media", "bot.sticker", "bot.insult", "bot.flood", "bot.old_button")),
    ("When things go wrong", ("bot.error", "bot.outage")),
    (
        "News and answers",
        ("bot.answer", "bot.update", "bot.check", "bot.closed", "bot.take", "bot.further", "bot.window"),
    ),
    ("Not ours to fix", ("bot.sign",)),
    ("Thanks and how it was", ("bot.thanks", "bot.survey")),
    ("Advocate's mode", ("adv.",)),
    ("Everything else", ("bot.",)),
)  # fmt: skip
"""Headings in the order of the page, and how the names of their lines begin. The first that fits has the line."""


def lines() -> list[Words]:
    """Every words the bot can say. Those that email or the form says differently are left to them."""
    said = [words for name, words in library.every().items() if name.startswith(("bot.", "adv."))]
    return [words for words in said if not words.name.endswith((".email", ".form"))]


def mark(words: Words) -> str:
    """What tells these words from any others: eight letters of a digest."""
    whole = "\n\n".join((*words.paragraphs, *words.buttons))
    return hashlib.sha256(whole.encode()).hexdigest()[:8]


def approvals() -> dict[tuple[str, str], str]:
    """Name and mark of all that is approved, and by whom."""
    rows = (line.split(maxsplit=2) for line in APPROVED.read_text("utf-8").splitlines() if line[:1] not in ("", "#"))
    return {(name, digest): by for name, digest, by in rows}


def page() -> str:
    """The page as it should be."""
    every, approved = lines(), approvals()
    waiting = [words for words in every if (words.name, mark(words)) not in approved]
    parts = [*_top(every, waiting)]
    left = list(every)
    for heading, starts in HEADINGS:
        mine = [words for words in left if words.name.startswith(starts)]
        left = [words for words in left if words not in mine]
        if mine:
            parts.append(f"## {heading}")
            parts += [part for words in mine for part in _line(words, waits=words in waiting)]
    return "\n\n".join(parts) + "\n"


def template() -> str:
    """Every part of every line, for translators' tools to begin from (`msginit`, or Update from POT in Poedit)."""
    parts = Catalog(project="Heard", version="1", copyright_holder="Heard", creation_date=MADE, fuzzy=False)
    for words in lines():
        for part in words.paragraphs:
            parts.add(part, context=words.name, auto_comments=[words.when])
        for label in words.buttons:
            parts.add(label, context=words.name, auto_comments=["A button."])
    out = BytesIO()
    write_po(out, parts, width=100)
    return out.getvalue().decode()


def _top(every: Sequence[Words], waiting: Sequence[Words]) -> Iterator[str]:
    yield "# Every line the bot can say"
    yield (
        f"Made by `make lines` from `outbox/words`: {len(every)} lines. Change one there, not here. A word in braces "
        "is filled in when the line is said. The reading age is the highest of three formulas, worked out with sample "
        f"values: at most {AGES['young people']} for young people, {AGES['adults']} for adults. On fewer than "
        f"{FEW_WORDS} words (*short*) the formulas run low: read those aloud."
    )
    tongues = ", ".join(catalogues.name(code) for code in catalogues.languages())
    yield (
        f"Drafts in other languages: {tongues}. A draft is never said. Somebody who speaks the language approves it in "
        "`outbox/words/languages`; a council switches the language on in its profile."
    )
    yield f"## Not yet approved: {len(waiting)}"
    yield (
        "These are said as they stand, but nobody has approved them, or they have changed since. To approve one, add "
        "its row, your name and the day to `outbox/approved.txt`. A line approved by *the conversation design* has its "
        "words letter for letter; one by *a second reading* was written here since, and read again, against the rules "
        "that the design gives its own lines, by somebody who had not written it. Neither has been read aloud with "
        "young people yet: a council does that before anybody may write to it, and puts its own name here."
    )
    yield "\n".join(f"- [{words.name}](#{_anchor(words)}) `{words.name} {mark(words)}`" for words in waiting) or "None."


def _line(words: Words, *, waits: bool) -> Iterator[str]:
    measured = measure(as_said(words))
    short = ", *short*" if measured.words < FEW_WORDS else ""
    yield f"### {words.name}"
    yield f"**When:** {words.when}."
    state = " **Not yet approved.**" if waits else ""
    yield f"For {words.audience}. Reading age {measured.age}, {measured.words} words{short}.{state}"
    yield _quoted(words.paragraphs)
    if words.buttons:
        yield f"Buttons: {' '.join(f'`{label}`' for label in words.buttons)}"
    drafts = [code for code in catalogues.languages() if _drafted(words, code)]
    if drafts:
        yield f"<details><summary>In {', '.join(map(catalogues.name, drafts))}</summary>"
        for code in drafts:
            yield from _in(words, code)
        yield "</details>"


def _in(words: Words, code: str) -> Iterator[str]:
    known = catalogues.catalogue(code)
    there = [known[words.name, part] for part in (*words.paragraphs, *words.buttons) if (words.name, part) in known]
    state = "approved" if all(line.approved for line in there) else "draft"
    runs = "rtl" if catalogues.is_right_to_left(code) else "ltr"
    said = [known[words.name, part].text for part in words.paragraphs if (words.name, part) in known]
    buttons = [known[words.name, label].text for label in words.buttons if (words.name, label) in known]
    body = [*said, " · ".join(buttons)] if buttons else said
    text = "".join(f"<p>{_as_html(catalogues.laid_out(each, code))}</p>" for each in body)
    yield f'<div lang="{code}" dir="{runs}"><p><b>{catalogues.name(code)}</b> ({state})</p>{text}</div>'


def _as_html(text: str) -> str:
    """With its lines, and what stands in braces kept from being mirrored."""
    return re.sub(r"\{\w+\}", r"<bdi>\g<0></bdi>", escape(text, quote=False)).replace("\n", "<br>")


def _drafted(words: Words, code: str) -> bool:
    return any((words.name, part) in catalogues.catalogue(code) for part in words.paragraphs)


def _quoted(paragraphs: Sequence[str]) -> str:
    return "\n>\n".join("\n".join(f"> {line}" for line in _broken(part)) for part in paragraphs)


def _broken(part: str) -> list[str]:
    """The lines of a paragraph, each staying a line of its own."""
    found = part.split("\n")
    return [f"{line}  " if at + 1 < len(found) and not line.startswith("- ") else line for at, line in enumerate(found)]


def _anchor(words: Words) -> str:
    return words.name.replace(".", "")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    TEMPLATE.write_text(template(), "utf-8")
    sys.stderr.write(f"{PAGE.relative_to(ROOT)}: {len(lines())} lines\n")
