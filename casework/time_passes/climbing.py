"""Who is told of an alarm, and who next when nobody answers.

It climbs by the profile's rows (R706): every ten minutes all who were told are told again, and the next with them,
until a named person has it. One without danger now waits its hour first (R707), and so does an allegation (R708);
if the first action is not written down within the hour after somebody took it, it climbs again. Each is told by
every way they have.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from casework import days
from casework.alarms import Alarm
from casework.changes import Change
from casework.councils import Council, Line, Role, Staff
from casework.dates import promises
from casework.frozen import replace
from casework.letters import Letter, Urgency, write
from casework.messages import Address, Channel
from casework.said.signs import Level

TOLD: Mapping[Level, tuple[Role, ...]] = {
    Level.IMMEDIATE: (Role.FD, Role.ROTA),  # R706
    Level.STAFF: (Role.LADO, Role.FD),      # R708
    Level.HARM: (Role.FD, Role.CM),         # R707
    Level.POSSIBLE: (Role.ROTA, Role.CM),   # R707
}  # fmt: skip
"""Who hears of an alarm at once. The front door outside its hours is the night team. Nobody on the rota: the
manager.
"""

IN_CARE = (Role.SWM, Role.IRO)
"""Who hears besides of a child in care or a care leaver (R709). Of an allegation the LADO says whom else to tell: the
accused may be of their line, and nobody has named them yet (R708).
"""

THREAT = "threat"
"""Somebody may be hurt by the writer: the manager hears of it too (R711)."""


def climb(alarm: Alarm, council: Council, now: datetime) -> Change:
    """The letters that this moment asks for, and the alarm with the next moment at which it must be looked at.

    After downtime only the step reached now is said, never a burst (R603). The same moment asked twice says the
    same letters.
    """
    begins = _begins(alarm, council)
    if begins is None:
        return Change(alarms=(replace(alarm, wake_at=None),))
    every = timedelta(minutes=council.safety.repeat_minutes)
    if now < begins:
        told = _at_once(alarm, council, now) if alarm.acknowledged is None else ()
        return Change(alarms=(replace(alarm, wake_at=begins),), letters=tuple(told))
    step = (now - begins) // every
    woken = replace(alarm, wake_at=begins + (step + 1) * every)
    return Change(alarms=(woken,), letters=tuple(_step(alarm, council, now, step)))


def passed_on(alarm: Alarm, council: Council, now: datetime) -> Change:
    """The step that would come next, now: whoever was told cannot take it. The climb goes on as it would have."""
    begins = _begins(alarm, council)
    if begins is None:
        return Change()
    every = timedelta(minutes=council.safety.repeat_minutes)
    step = (now - begins) // every + 1 if now >= begins else 0
    return Change(alarms=(alarm,), letters=tuple(_step(alarm, council, now, step, once=f"passed on {now.isoformat()}")))


def _begins(alarm: Alarm, council: Council) -> datetime | None:
    """The moment of its first step of R706; None while there is nothing to climb for."""
    if alarm.closed or alarm.first_action:
        return None
    if alarm.acknowledged:
        return alarm.acknowledged + timedelta(minutes=council.safety.first_action_minutes)
    since = alarm.since or alarm.raised
    return since if alarm.level is Level.IMMEDIATE else promises.heard_by(council, since)


def _minutes(alarm: Alarm, council: Council, step: int) -> int:
    """How far up the climb a step is: an alarm that waited its hour begins at ten minutes, "not safe" at twenty."""
    start = 0
    if alarm.level is not Level.IMMEDIATE:
        start = council.safety.unacknowledged_starts_at
    if alarm.not_safe:
        start = council.safety.not_safe_starts_at
    return start + step * council.safety.repeat_minutes


def _step(alarm: Alarm, council: Council, now: datetime, step: int, *, once: str = "") -> Iterator[Letter]:
    minutes = _minutes(alarm, council, step)
    reached = dict.fromkeys(TOLD[alarm.level], "")
    for row in council.safety.climb:
        if row.minutes <= minutes:
            reached |= {role: row.words for role in row.to if not reached.get(role)}
    reached.pop(Role.EDT, None)  # the front door and the night team are one duty, by the hour
    rota = minutes // council.safety.repeat_minutes + 1
    yield from _told(alarm, council, now, reached, rota=rota, once=once or f"step {step}")


def _at_once(alarm: Alarm, council: Council, now: datetime) -> Iterator[Letter]:
    """R707, R708: told at once, before there is anything to climb."""
    yield from _told(alarm, council, now, dict.fromkeys(TOLD[alarm.level], ""), rota=1, once="at once")


ALERT, LADO_ALERT, IN_CARE_ALERT = "staff.safeguarding_alert", "staff.lado_alert", "staff.in_care_alert"


def _told(
    alarm: Alarm, council: Council, now: datetime, reached: Mapping[Role, str], *, rota: int, once: str
) -> Iterator[Letter]:
    said: set[Address] = set()
    lacking = Role.ROTA in reached and not promises.someone_on_rota(council)
    extra = {Role.CM: ALERT} if lacking or THREAT in alarm.lines else {}
    for role, words in {**extra, **reached}.items():
        chosen = LADO_ALERT if role is Role.LADO else words or ALERT
        for reader, way in _readers(role, alarm, council, now, rota):
            if way not in said:
                said.add(way)
                yield _letter(chosen, reader, way, alarm, council, now, f"{alarm.not_safe} {alarm.acknowledged} {once}")
    yield from in_care(alarm, council, now)


def in_care(alarm: Alarm, council: Council, now: datetime) -> Iterator[Letter]:
    """R709: those who hear besides of a child in care. Once, whoever has taken it meanwhile; said again, the same."""
    if alarm.in_care and alarm.level is not Level.POSSIBLE:
        for role in IN_CARE:
            for reader, way in _readers(role, alarm, council, now, 0):
                yield _letter(IN_CARE_ALERT, reader, way, alarm, council, now, "in care")


def _readers(role: Role, alarm: Alarm, council: Council, now: datetime, rota: int) -> Iterator[tuple[str, Address]]:
    """Who is told under a role, by every way they have: two that do not depend on each other, where there are two."""
    if role is Role.FD:
        yield from _duty(alarm, council, now)
        return
    if role is Role.ROTA:
        listed = [staff for name in council.safety_lines.rota for staff in council.staff if staff.id == name]
        readers = [staff for staff in listed if staff.id not in alarm.excluded][:rota]
    else:
        readers = _holders(role, alarm, council, now)
    for staff in readers:
        yield from ((staff.id, way) for way in _ways(staff))


def _duty(alarm: Alarm, council: Council, now: datetime) -> Iterator[tuple[str, Address]]:
    there = promises.front_door_open(council, now)
    role, line = (Role.FD, council.safety_lines.front_door) if there else (Role.EDT, council.safety_lines.night_team)
    if line.email:
        yield _team(role, line)
    for staff in council.staff:
        if role in staff.roles and staff.id not in alarm.excluded:
            yield from ((staff.id, way) for way in _ways(staff))


def _team(role: Role, line: Line) -> tuple[str, Address]:
    return role.value, Address(Channel.EMAIL, line.email)


def _holders(role: Role, alarm: Alarm, council: Council, now: datetime) -> list[Staff]:
    """Who holds the role, and the deputy of anyone away (R601). If all are complained of, the director (R708)."""
    day = days.today(now)
    holders = [staff for staff in council.staff if role in staff.roles and staff.id not in alarm.excluded]
    away = {staff.deputy for staff in holders if staff.is_away(day)} - alarm.excluded
    found = [*holders, *(staff for staff in council.staff if staff.id in away and staff not in holders)]
    if found or role is Role.DCS or role in IN_CARE:
        return found
    instead = Role.CM if role is Role.LADO else Role.DCS
    return _holders(instead, alarm, council, now)


def _ways(staff: Staff) -> Iterator[Address]:
    if staff.email:
        yield Address(Channel.EMAIL, staff.email)
    if staff.chat:
        yield Address(Channel.TELEGRAM, staff.chat)


def _letter(words: str, reader: str, way: Address, alarm: Alarm, council: Council, now: datetime, once: str) -> Letter:
    since = alarm.since or alarm.raised
    return write(
        words,
        way,
        council=council.name,
        about=alarm.contact,
        reference=alarm.reference,
        now=now,
        facts=_facts(alarm, council, now),
        once=f"{alarm.name} {alarm.level} {since.isoformat()} {once}",
        urgency=Urgency.SAFETY,
        staff=reader,
    )


def _facts(alarm: Alarm, council: Council, now: datetime) -> dict[str, str]:
    """Reference and urgency; no name, and nothing of what was said (R608)."""
    lines = council.safety_lines
    danger = alarm.level is Level.IMMEDIATE
    return {
        "ref": alarm.reference,
        "alert_age": _age(now - alarm.raised),
        "flag_plain": "someone may be in danger now" if danger else "someone may be at risk",
        "safety_promise": promises.safety_promise(council, alarm.since or alarm.raised),
        "front_door": lines.front_door.name,
        "front_door_phone": lines.front_door.phone,
        "edt_name": lines.night_team.name,
        "edt_phone": lines.night_team.phone,
    }


def _age(waited: timedelta) -> str:
    minutes = int(waited.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{minutes // 60} hours"
