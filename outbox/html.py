"""An email as a page: the same words as its plain text, headings and lists as such, nothing fetched from anywhere."""

import re
from collections.abc import Sequence
from html import escape

from outbox import catalogues

ANSWER_HERE = "To answer without signing in (each link works once, for 7 days, and asks before anything is done):"
"""What stands above the links in an email to staff."""

_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


def page(subject: str, paragraphs: Sequence[str], language: str, links: Sequence[tuple[str, str]]) -> str:
    """The whole page; `links` are labels and where each leads."""
    runs = "rtl" if catalogues.is_right_to_left(language) else "ltr"
    body = "\n".join((*map(_block, paragraphs), *([_answers(links)] if links else [])))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{runs}"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>\n"
        f'<body style="font:1em/1.5 Arial,sans-serif;max-width:40em">\n{body}\n</body></html>\n'
    )


def _answers(links: Sequence[tuple[str, str]]) -> str:
    items = (f'<li><a href="{escape(url)}">{escape(label)}</a></li>' for label, url in links)
    return f"<p>{escape(ANSWER_HERE)}</p>\n<ul>{''.join(items)}</ul>"


def _block(paragraph: str) -> str:
    """A paragraph, or the lists and lines it is made of."""
    words = escape(paragraph, quote=False)
    if "://" in words:
        words = _LINK.sub(r'<a href="\g<0>">\g<0></a>', words)
    if "\n" not in words and not words.startswith("- "):
        return f"<p>{words}</p>"
    made, items = [], []
    for line in words.split("\n"):
        if line.startswith("- "):
            items.append(f"<li>{line[2:]}</li>")
            continue
        if items:
            made.append(f"<ul>{''.join(items)}</ul>")
            items = []
        made.append(line)
    if items:
        made.append(f"<ul>{''.join(items)}</ul>")
    return "<p>" + "<br>\n".join(made) + "</p>"
