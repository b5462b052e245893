"""Thanks for somebody, told from a complaint that begins with thanks (R120). Fixed words, no model."""

import re
from functools import lru_cache

from casework.said.commands import REMEMBERED, bare
from casework.said.looks import Look, look

PRAISE = Look(
    re.compile(
        r"\b(?:thank|thanks|thankyou|grateful|appreciate|brilliant|amazing|lovely|fantastic|wonderful|excellent|the "
        r"best|really kind|so kind|"
        r"so nice|really nice|well done|legend|helped me (?:so|loads|a lot|with)|couldnt have|could not have|credit to"
        r"|big up|shout ?out to)\b"
    ),
    tuple(
        (
            "thank|grateful|appreciate|brilliant|amazing|lovely|fantastic|wonderful|excellent|the best|kind|"
            "nice|well done|legend|helped me|not have|couldnt have|credit to|big up|shout"
        ).split("|")
    ),
)
_NEVER_COMPLAINED = re.compile(
    r"\b(?:didnt|did not|never|doesnt|dont) (?:even |once |ever )?(?:moan\w*|judged?|shout\w*|give up|gave up"
    r"|complain\w*|rush\w*|forget\w*|forgot|let me down|mind)(?: (?:on )?me)?\b"
    r"|\bcouldnt (?:have )?(?:ask\w*|wish\w*|done)\b"
)
_TURNS = re.compile(r"\b(?:but|however|except|although|tho|though)\b(.*)")
_GRIEVANCE = re.compile(
    r"\b(?:but|however|although|except|complain\w*|unhappy|never|wrong|angry|upset|still|late|want|need|why|stop\w*"
    r"|cant|cannot|"
    r"wont|isnt|doesnt|dont|didnt|not|no|nobody|please|unfair|bad|hate|worse|refus\w*|ignored?)\b"
)


@lru_cache(maxsize=REMEMBERED)
def is_praise(text: str) -> bool:
    """Plain thanks for somebody, with no grievance anywhere in it (R120: a compliment never hides a complaint)."""
    if not look(PRAISE, bare(text)):
        return False
    said = _NEVER_COMPLAINED.sub("", bare(text))
    return len(said.split()) > 3 and bool(look(PRAISE, said)) and not _GRIEVANCE.search(said)


def turns_to_grievance(text: str) -> bool:
    """Whether what begins otherwise ends in something that went wrong: "but nobody says sorry" (R120)."""
    found = _TURNS.search(_NEVER_COMPLAINED.sub("", bare(text)))
    return found is not None and _GRIEVANCE.search(found[1]) is not None
