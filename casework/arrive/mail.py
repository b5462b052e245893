"""What an email is answered with, by itself and at once: that it came, its reference, and whom to call (R125).

One receipt for a sender and thread in a day, and none to a machine: mail that answers mail must end somewhere.
"""

from datetime import datetime, timedelta

from casework.arrive.filing import Filed
from casework.arrive.saying import Reply, said_within
from casework.councils import Council
from casework.facts import of_case

A_DAY = timedelta(hours=24)


def replies(place: Filed, council: Council, now: datetime) -> tuple[Reply, ...]:
    """The receipt, or the thanks for more on a case; nothing if either went within the day."""
    if place.message.automatic or said_within(place, A_DAY, now, "email.receipt_auto", "email.ack_correspondence"):
        return ()
    return (Reply(_words(place, council, now)),)


def _words(place: Filed, council: Council, now: datetime) -> str:
    """Its own words need a name and a date; where either is unknown the receipt says what is true."""
    if place.case is None or place.case.complainant.young:
        return "email.receipt_auto"
    told = of_case(place.case, council, now)
    return "email.ack_correspondence" if told.get("adult_name") and told.get("due_date") else "email.receipt_auto"
