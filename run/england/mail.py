"""The bytes of one made-up mail: as a telephone writes it, as an office program does, or with an answer's history.

Which of the three it is, who writes and which words stand in it follow from its number.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime

from run.england.counts import Course
from run.made_up import FIRST, LAST

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
BESIDES = (
    "I have written down every date, and I can send you the list.",
    "When I rang the office I was told that somebody would ring me back the same day. That was three weeks ago.",
    "I do not want anybody to get into trouble. I want to be told what is going on, in words that I understand.",
    "My sister went with me and heard all of it, if you want to speak to her.",
    "Please write to me and do not ring: I work nights and sleep in the day.",
    "It was the same last winter, and I was promised then that it would not happen again.",
    "The school knows about it too, and the teacher said that she had told you in September.",
)
AGAIN = "Hello, I wrote to you some days ago. Is there any news? {first}"

PLAIN = """From: {first} {last} <{address}>\r
To: {to}\r
Subject: {subject}\r
Date: {date}\r
Message-ID: <{key}@family.example>\r
{more}MIME-Version: 1.0\r
Content-Type: {kind}\r
\r
{body}"""
TEXT = "text/plain; charset=utf-8"
BOTH = 'multipart/alternative; boundary="=_two"'
TWICE = """--=_two\r
Content-Type: text/plain; charset=utf-8\r
\r
{text}\r
--=_two\r
Content-Type: text/html; charset=utf-8\r
\r
<html><head><style>p {{margin: 0}}</style></head><body><div dir="ltr"><p>{html}</p></div></body></html>\r
--=_two--\r
"""
ANSWERED = "{text}\r\n\r\nOn {date}, Complaints <{to}> wrote:\r\n> Thank you. We will look into this.\r\n"
YESTERDAY = timedelta(days=1)


def raw(row: Course, *, address: str, number: int, to: str, at: datetime, again: bool = False) -> bytes:
    """One mail of somebody's; or the one that they write some days later."""
    first, last = _of(FIRST, number), _of(LAST, number // 3)
    said = (
        AGAIN if again else f"{row.text}\n{_of(BESIDES, number)} {_of(BESIDES, number // 5 + 3)}\n\n{{first}} {{last}}"
    )
    text = said.format(first=first, last=last, day=_of(DAYS, number)).replace("\n", "\r\n")
    kind, body = _body(text, number, to=to, date=format_datetime(at - YESTERDAY))
    return PLAIN.format(
        first=first, last=last, address=address, to=to, date=format_datetime(at), kind=kind, body=body,
        key=f"{'again' if again else 'first'}.{address.partition('@')[0]}",
        subject=f"Re: {row.subject}" if again else row.subject,
        more="Auto-Submitted: auto-replied\r\n" if row.machine else "",
    ).encode()  # fmt: skip


def _body(text: str, number: int, *, to: str, date: str) -> tuple[str, str]:
    match number % 3:
        case 0:
            return TEXT, text
        case 1:
            return BOTH, TWICE.format(text=text, html=text.replace("\r\n", "<br>\r\n"))
        case _:
            return TEXT, ANSWERED.format(text=text, date=date, to=to)


def _of(some: Sequence[str], number: int) -> str:
    return some[number % len(some)]
