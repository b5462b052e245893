"""Until when somebody here is away, as the note of their own mailbox says (R601).

Whoever is away for a week is found at the first letter we write them, and what we ask of them is asked of their deputy
at once. A note that names no day holds until tomorrow: the next letter gets the next note.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_DAY = timedelta(days=1)

LOOKED_AT = 3_000
"""Characters of a note in which we look. *Taste.*"""

FARTHEST, GONE = timedelta(days=400), timedelta(days=30)
"""How far ahead a day may be that we believe, and how long somebody is taken for away who does not come back. *Taste*:
by then somebody has given their work to another.
"""

JUST_OVER = timedelta(days=60)
"""A day without a year that was so long ago is that day, and not the same of next year. *Taste.*"""

MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
WRITTEN = (
    re.compile(rf"\b{DAY}(?: of)? {MONTH}(?:,? (?P<year>\d{{4}}))?(?![\d:])", re.IGNORECASE),
    re.compile(rf"\b{MONTH} {DAY}(?:,? (?P<year>\d{{4}}))?(?![\d:])", re.IGNORECASE),
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{2,4}))?\b(?![:.]\d)"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
)
NAMED = re.compile(
    rf"\b(?:(?P<next>next )?(?P<name>{'|'.join(DAYS)})[a-z]{{0,6}}day|(?P<tomorrow>tomorrow))\b", re.IGNORECASE
)
BACK = re.compile(
    r"\b(?:back|return\w*|resum\w+|available(?: again)?|in (?:the )?office again)\b[^.\n]{0,40}$", re.IGNORECASE
)
UNTIL = re.compile(r"\b(?:until|till|til|before|dan|bis|jusqu\w*)\b[^.\n]{0,20}$", re.IGNORECASE)
INCLUDED = re.compile(r"^[^.\n]{0,15}\binclusive", re.IGNORECASE)
LEFT = re.compile(
    r"\b(?:no longer (?:work|employed|with)|(?:have|has) (?:now )?left (?:the )?"
    r"(?:council|authority|organi[sz]ation|team|post)"
    r"|(?:maternity|paternity|adoption|long[- ]term|sick) leave|(?:on|until) further notice)\b",
    re.IGNORECASE,
)


def last_day(note: str, today: date) -> date:
    """The last day on which whoever's mailbox wrote this is away."""
    text = note[:LOOKED_AT]
    found = list(_days(text, today))
    for pattern, away_then in ((BACK, False), (UNTIL, None)):
        for start, end, day in found:
            if pattern.search(text[:start]):
                stays = bool(INCLUDED.search(text[end:])) if away_then is None else away_then
                # "Until Friday" is a week's last day; "until Monday" is the day they are back.
                stays = stays or (away_then is None and day.weekday() >= DAYS.index("fri"))
                return day if stays else max(today, day - A_DAY)
    if found:
        return max(day for _, _, day in found)
    return today + (GONE if LEFT.search(text) else A_DAY)


def _days(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    """The days from today on that it names, and where."""
    for pattern in WRITTEN:
        for one in pattern.finditer(text):
            day = _date(one.groupdict(), today)
            if day and today <= day <= today + FARTHEST:
                yield one.start(), one.end(), day
    for one in NAMED.finditer(text):
        ahead = 1 if one["tomorrow"] else (DAYS.index(one["name"].lower()) - today.weekday() - 1) % 7 + 1
        yield one.start(), one.end(), today + timedelta(days=ahead)


def _date(said: dict[str, str | None], today: date) -> date | None:
    """A day as people write it here: the month in the middle, the year often left out."""
    month, day, year = said["month"] or "", int(said["day"] or 0), said["year"]
    number = int(month) if month.isdigit() else MONTHS.index(month.lower()[:3]) + 1
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year, today.year + 1]
    for one in years:
        try:
            found = date(one, number, day)
        except ValueError:
            return None
        if year or found >= today - JUST_OVER:
            return found
    return None
