"""The facts that fill our words: names and numbers from the profile, dates from its calendar, and what somebody typed.

One file for each thing that words can be about. Every date is worked out here or in `promises`, once, and written as
people say it. A fact that cannot be known is left out, and the letter that needs it is refused when it is rendered:
never a blank, never a guess.
"""

from casework.facts.cases import of_any, of_case
from casework.facts.contacts import TOLD, in_chat, of_contact, of_receipt
from casework.facts.councils import of_council, of_safety
from casework.facts.delays import promised_anew
from casework.facts.moves import of_move
from casework.facts.needed import needed, places

__all__ = [
    "TOLD", "in_chat", "needed", "of_any", "of_case", "of_contact", "of_council", "of_move", "of_receipt", "of_safety",
    "places", "promised_anew",
]  # fmt: skip
