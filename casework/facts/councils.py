"""What any letter may say of the council, of the advocates, of who keeps children safe, and of where else to turn."""

from datetime import date, datetime
from functools import lru_cache

from casework import days, wording
from casework.councils import Council, advocacy_provider
from casework.dates import promises


def of_council(council: Council, today: date) -> dict[str, str]:
    """What any letter may say of the council and of the advocates."""
    return dict(_of_council(council, today))


@lru_cache(maxsize=16)
def _of_council(council: Council, today: date) -> dict[str, str]:
    provider = advocacy_provider(council, today)
    said = {
        "council": council.title,
        "team": council.team.name,
        "phone": council.team.phone,
        "hours": council.team.hours,
        "bot_name": council.team.bot_name,
        "web_url": council.team.web_url,
        "pledge_url": council.team.pledge_url,
        "helper": council.team.helper,
        "date": wording.day(today, today),
        **_of_routes(council),
    }
    if provider:
        called = days.add(today, provider.contact_days, council.calendars["EW"])
        said |= {
            "advocacy": provider.name,
            "advocacy_phone": provider.phone,
            "advocacy_hours": provider.hours,
            "advocacy_contact_by": wording.day(called, today),
        }
    return said


def of_safety(council: Council, now: datetime) -> dict[str, str]:
    """Who acts on danger, how to reach them, and the promise that is true right now."""
    lines = council.safety_lines
    return {
        "council": council.title,
        "team": council.team.name,
        "phone": council.team.phone,
        "safety_team": lines.team,
        "safety_promise": promises.safety_promise(council, now),
        "front_door": lines.front_door.name,
        "front_door_phone": lines.front_door.phone,
        "edt_name": lines.night_team.name,
        "edt_phone": lines.night_team.phone,
    }


def _of_routes(council: Council) -> dict[str, str]:
    """Where else people are sent, and who keeps children safe: names and numbers to ring."""
    other, lines = council.other_routes, council.safety_lines
    return {
        "adult_team": other.adult_team,
        "sendiass": other.sendiass,
        "sendiass_phone": other.sendiass_phone,
        "mediation_phone": other.mediation_phone,
        "monitoring_email": other.monitoring_email,
        "front_door": lines.front_door.name,
        "front_door_phone": lines.front_door.phone,
        "edt_name": lines.night_team.name,
        "edt_phone": lines.night_team.phone,
    }
