"""What somebody asks about us: whether anybody is there, whether we are a machine, who will read what they write.

Fixed words, no model. Each is answered honestly and opens nothing.
"""

import re

from casework.said.bare import bare, heard

_ROBOT = re.compile(
    r"\b(?:r|are) (?:you|u)(?: \w+){0,4} (?:robot|bot|real|human|ai|person|computer|machine)\b|\b(?:robot|chatgpt"
    r"|ai bot)\b"
    r"|\bwho (?:made|built|runs|is|are|r) (?:you|u|this)\b|\bwhat (?:are|r) (?:you|u)\b|\bis this (?:a )?(?:real"
    r"|bot|ai|robot)\b"
    r"|\bam i talking to\b|\b(?:whats|what is) (?:your|ur|u|you) name\b|\b(?:have|got|has) (?:you|u) (?:got )?a name\b"
    r"|^(?:whos?|who is) (?:is )?(?:this|that)$"
)
_READERS = re.compile(
    r"\bwho(?:s| is| will| would| can| else| gets to|ll)?(?: \w+){0,2} (?:see|sees|read|reads|reading|know|look at"
    r"|gets) (?:this|it|these|what|that)\b"
    r"|\b(?:will|does|do|is) (?:a |any ?)?(?:real )?(?:person|human|one|anyone|someone|somebody)(?: \w+){0,2} "
    r"(?:read|see|reading|look)\b"
    r"|\bis (?:this|it) (?:private|confidential|secret|anonymous|safe)\b|\bwill (?:you|u) tell\b|\bwho (?:do|will) "
    r"(?:you|u) tell\b"
    r"|\bwithout (?:you|u|ur|your|anyone|anybody|any1|them) (?:telling|knowing|finding out)\b"
    r"|\bkeep (?:a|this|it) secret\b"
    r"|^(?:but )?(?:do )?(?:you |u )?(?:promise|swear)"
    r"(?: (?:down|me|u|you|it|not|to|tell|anyone|wont|ull|youll|on|your|ur|life))*$"
    r"|\b(?:you|u) (?:cant|wont|better not|dont|not gonna) tell (?:any(?:one|body|1)|him|her|them)\b"
    r"|\bcan my (?:carer|social worker|mum|dad|foster \w+)(?: \w+){0,2} (?:see|read)\b"
)
_HAIL = re.compile(
    r"^(?:hello|hi|hey|oi)?(?: \w+)?(?: )?(?:(?:are )?(?:you|u)(?: still)? there|any(?:one|body|1)(?: (?:there|here"
    r"|home|reading|listening))?|is (?:there )?any(?:one|body|1) (?:there|here|reading this|reading|listening)|"
    r"(?:can|could|will) (?:you|u|any(?:one|body)|some(?:one|body)) help(?: me)?(?: (?:please|pls|plz))?|"
    r"is this (?:thing )?(?:on|working)|did (?:you|u) (?:get|see|read|hear) (?:that|it|this|my message|me)"
    r"|does this work"
    r"|(?:this is )?(?:just )?(?:a )?test(?:ing)?(?: test(?:ing)?| please ignore)*(?: [0-9]+)*)$"
)
_CAME = re.compile(r"\bdid (?:you|u) (?:get|see|read|hear)\b")


def is_hail(text: str) -> bool:
    """Asks whether anybody is there, or whether something came."""
    return bool(_HAIL.match(bare(text)))


def asks_if_it_came(text: str) -> bool:
    """Asks whether what they sent is here."""
    return bool(_CAME.search(bare(text)))


def asks_if_robot(text: str) -> bool:
    """Asks what or who we are."""
    return len(heard(text).words) <= 14 and bool(_ROBOT.search(bare(text)))


def asks_who_reads(text: str) -> bool:
    """Asks who will see what they write, and whether it stays private."""
    return len(heard(text).words) <= 16 and bool(_READERS.search(bare(text)))
