"""Thanks for somebody, told from a complaint that begins with thanks (R120). Fixed words, no model."""

import re

from casework.said.bare import bare, heard
from casework.said.looks import looked_for, stands

PRAISES = frozenset(
    "thank thanks thankyou grateful appreciate brilliant amazing lovely fantastic wonderful excellent legend".split()
)
PRAISE = looked_for(
    r"\b(?:the best|really kind|so kind|so nice|really nice|well done|helped me (?:so|loads|a lot|with)|couldnt have"
    r"|could not have|credit to|big up|shout ?out to)\b",
    "best kind nice helped couldnt credit shout shoutout",
    parts="well done|could not have|big up",
)
NEVER_COMPLAINED = looked_for(
    r"\b(?:didnt|did not|never|doesnt|dont) (?:even |once |ever )?(?:moan\w*|judged?|shout\w*|give up|gave up"
    r"|complain\w*|rush\w*|forget\w*|forgot|let me down|mind)(?: (?:on )?me)?\b"
    r"|\bcouldnt (?:have )?(?:ask\w*|wish\w*|done)\b",
    "didnt did never doesnt dont couldnt",
)
_TURNS = re.compile(r"\b(?:but|however|except|although|tho|though)\b(.*)")
_GRIEVANCES = frozenset(
    "but however although except unhappy never wrong angry upset still late want need why cant cannot wont isnt doesnt "
    "dont didnt not no nobody please unfair bad hate worse ignore ignored".split()
)
_AND_THE_LIKE = ("complain", "stop", "refus")


def is_praise(text: str) -> bool:
    """Plain thanks for somebody, with no grievance anywhere in it (R120: a compliment never hides a complaint)."""
    if not _praises(text):
        return False
    said = _of_complaints(text)
    return len(heard(said).words) > 3 and _praises(said) and not _has_grievance(said)


def _praises(text: str) -> bool:
    return not PRAISES.isdisjoint(heard(text).among) or stands(PRAISE, text)


def _has_grievance(text: str) -> bool:
    said = heard(text).among
    return not _GRIEVANCES.isdisjoint(said) or any(word.startswith(_AND_THE_LIKE) for word in said)


def turns_to_grievance(text: str) -> bool:
    """Whether what begins otherwise ends in something that went wrong: "but nobody says sorry" (R120)."""
    found = _TURNS.search(bare(_of_complaints(text)))
    return found is not None and _has_grievance(found[1])


def _of_complaints(text: str) -> str:
    """What was said, without what only sounds like one: "she never moaned at me"."""
    return NEVER_COMPLAINED.pattern.sub("", bare(text)) if stands(NEVER_COMPLAINED, text) else text
