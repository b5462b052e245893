"""What we may promise, worked out from the council's calendar, its hours and its rota: nothing that is not true
now.

At 2am on a bank holiday the answer is a different one from that at noon on a Tuesday (checklist 13). No promise of
a call is made: whether anybody can be rung by telephone is not known here.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from casework import days, wording
from casework.councils import Council

READ_WITHIN = 1
"""Working days in which a person has read a message (R270)."""

ACKNOWLEDGED_WITHIN = 2
"""Working days: the strictest limit, while nobody has chosen the procedure (R301; conversations 3.3)."""

UNDECIDED = "in 2 to 4 weeks"
"""When the answer comes, until a person has chosen the procedure (R001, R270; conversations 2.4)."""

NUMBERS_ONLY = "If you need help now, don't wait for them. Call a number you see here."
"""Said where nobody is on the rota: there is nobody whose reading could be promised. In bot.disclosure "One of them"
follows, and must not be one of the numbers.
"""


def read_by(council: Council, today: date) -> str:
    """When a person will have read it, as in "5.30pm on Monday"."""
    return _by(days.add(today, READ_WITHIN, council.calendars["EW"]), council.hours.staff.closes, today)


def ack_date(council: Council, received: datetime, now: datetime) -> str:
    """The day by which a person writes."""
    return _day_after(council, received, now, ACKNOWLEDGED_WITHIN)


def checkin_date(council: Council, received: datetime, now: datetime) -> str:
    """The day on which we ask whether it is fixed: when the time to put it right is over (R345)."""
    return _day_after(council, received, now, council.clocks["representation"].length)


def erasure_due(council: Council, today: date) -> str:
    """The day by which a person has decided what is deleted: one calendar month (R340)."""
    return wording.day(days.months(today, 1, council.calendars["EW"]).last, today)


def someone_on_rota(council: Council) -> bool:
    """Whether anybody who works here stands on the safety rota."""
    return any(staff.id in council.safety_lines.rota for staff in council.staff)


def front_door_open(council: Council, now: datetime) -> bool:
    """Whether the front door is there; outside its hours the night team is (R706), and where no calendar can tell."""
    try:
        return days.is_open(now, council.safety_lines.front_door_hours, council.calendars["EW"])
    except days.CalendarEnds:
        return False


def heard_by(council: Council, now: datetime) -> datetime:
    """By when somebody must have taken an alarm without danger now: an hour, or 9am the next day (R707)."""
    if front_door_open(council, now):
        return now + timedelta(minutes=council.safety.acknowledge_minutes)
    morning = council.safety.acknowledge_by
    today = days.at(days.today(now), morning)
    return today if now < today else days.at(days.today(now) + days.DAY, morning)


def heard_by_plain(council: Council, now: datetime) -> str:
    """The same, written: "2.30pm today", "9am on Saturday"."""
    moment = heard_by(council, now)
    return _by(days.today(moment), moment.astimezone(days.LONDON).time(), days.today(now))


def safety_promise(council: Council, now: datetime) -> str:
    """The one sentence about who reads words of danger, and when: it names no seconds, and is the same for a minute."""
    return _safety_promise(council, now.replace(second=0, microsecond=0))


@lru_cache(maxsize=16)
def _safety_promise(council: Council, now: datetime) -> str:
    if not someone_on_rota(council):
        return NUMBERS_ONLY
    if front_door_open(council, now):
        return f"They will read it by {heard_by_plain(council, now)}."
    try:
        opens = days.next_open(now, council.safety_lines.front_door_hours, council.calendars["EW"])
    except days.CalendarEnds:
        return NUMBERS_ONLY
    at = _by(days.today(opens), council.safety_lines.front_door_hours.opens, days.today(now))
    night = council.safety_lines.night_team
    return f"They open at {at}. Until then {_ours(night.name)} is on {night.phone}."


def _ours(name: str) -> str:
    return f"our {name.removeprefix('the ')}"


def _day_after(council: Council, received: datetime, now: datetime, working_days: int) -> str:
    today, first = days.today(now), days.today(received)
    due = days.add(first, working_days, council.calendars["EW"])
    return wording.day(due if due >= today else days.add(today, working_days, council.calendars["EW"]), today)


def _by(day: date, when: time, today: date) -> str:
    """The time with its day, in as few words as leave no doubt."""
    written = wording.time_of(days.at(day, when))
    if day == today:
        return f"{written} today"
    near = day - today < timedelta(days=7)
    return f"{written} on {day:%A}" if near else f"{written} on {wording.day(day, today)}"
