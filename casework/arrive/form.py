"""What is said to somebody who wrote in the form: kept for them to read there, with their number and secret word.

Once, that it came, who reads it and what follows. Harm is answered before this (`harm`), in the same words as a chat's.
"""

from casework.arrive.filing import Filed
from casework.arrive.saying import Reply

RECEIVED = "web.received"


def replies(place: Filed) -> tuple[Reply, ...]:
    """The receipt, once; the page itself says that more was saved."""
    told = any(said.words == RECEIVED for said in place.contact.said)
    return () if told or place.case else (Reply(RECEIVED),)
