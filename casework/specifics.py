"""What particular words name besides what any letter may say: the dates of special clocks, numbers of other routes, and
what was done about it.
"""

from datetime import date

from casework import days, wording
from casework.cases import Case
from casework.councils import Council

NAMED = {
    "sar": "sar_due",
    "mp": "enquiry_due",
    "question": "enquiry_due",
    "asc_longstop": "longstop",
    "representation": "checkin_date",
    "no_contact": "checkin_date",
    "proposed_change": "next_date",
    "breach": "next_date",
}
"""Clocks whose date has a name of its own in some words."""


def of_clocks(case: Case, council: Council, today: date) -> dict[str, str]:
    """The dates of this case's own clocks, under the names that their words give them."""
    said = {
        NAMED[each.name]: wording.day(each.due, today)
        for each in case.clocks
        if each.name in NAMED and each.stopped is None
    }
    done = [each.remedy for each in case.issues if each.remedy]
    asked = days.add(today, council.clocks["representation"].length, council.calendars["EW"])
    return {"checkin_date": wording.day(asked, today), **({"remedy_plain": done[0]} if done else {}), **said}


def of_routes(council: Council) -> dict[str, str]:
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
