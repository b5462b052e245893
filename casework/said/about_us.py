"""What somebody asks about us: whether anybody is there, whether we are a machine, who will read what they write.

Fixed words, no model. Each is answered honestly and opens nothing.
"""

import re

from casework.said.bare import bare, heard
from casework.said.sayings import AFTER, BEFORE

_ROBOT = re.compile(
    r"\b(?:r|are) (?:you|u)(?: \w+){0,4} (?:robot|bot|real|human|ai|person|computer|machine)\b|\b(?:robot|chat ?gpt"
    r"|ai bot)\b|^(?:(?:so )?(?:you|u) )?(?:an? )?(?:bot|ai|computer)$"
    r"|\bwho (?:made|built|runs|is|are|r) (?:you|u|this)\b|\bwhat (?:are|r) (?:you|u)\b|\bis this (?:a )?(?:real"
    r"|bot|ai|robot)\b|^is (?:this|it) (?:an? )?(?:bot|ai|computer|machine|automatic|automated)$"
    r"|\bam i (?:talking|speaking) to\b|\b(?:whats|what is) (?:your|ur|u|you) name\b"
    r"|\b(?:have|got|has) (?:you|u) (?:got )?a name\b"
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
    rf"|^{BEFORE}keep (?:a|this|it)(?: a)? secret\b"
    r"|^(?:but )?(?:do )?(?:you |u )?(?:promise|swear)"
    r"(?: (?:down|me|u|you|it|not|to|tell|anyone|wont|ull|youll|on|your|ur|life))*$"
    rf"|^{BEFORE}(?:you|u) (?:cant|wont|better not|dont|not gonna) tell (?:any(?:one|body|1)|him|her|them)\b"
)
_ADVOCATES = re.compile(
    rf"{BEFORE}(?:(?:what|wot|wat|who)(?:s| is| are| does| do)?"
    r"|(?:i )?(?:dont|do not) (?:know|no|get) (?:what|wot|wat))"
    rf"(?: (?:a|an|the|is|are|does|do|even))* advocates?(?: (?:a|is|are|do|does|for|mean|means|actually|even))*{AFTER}"
)
"""Asks what an advocate is; "who is my advocate" asks for theirs."""
_THIS = r"(?: (?:about )?(?:it|its|this|that|what|i|me|us|was|said|say|wrote|write|told|tell|you|u|here))*"
_TOLD = re.compile(
    rf"{BEFORE}(?:(?:will|would|is|are|r|does|do|can|could|might) (?!you\b|u\b|i\b)(?:\w+ ){{1,3}}?"
    rf"(?:(?:gonna|going to|ever|get to|have to) )?"
    rf"(?:(?:find out|get told|be told|know){_THIS}|(?:see|read|hear)(?: about)? (?:it|this|that|what){_THIS})"
    rf"|(?:dont|do not|never) tell (?:(?:my|the) \w+(?: \w+)?|him|her|them|any(?:one|body|1)){_THIS}"
    r"|(?:(?:are|r) (?:you|u) (?:gonna|going to)|do (?:you|u)(?: have to)?) tell (?:\w+ ){0,2}\w+"
    rf"|who (?:are|r) (?:you|u) telling{_THIS}|what happens to what i (?:say|write|said|wrote)"
    rf"|(?:can|could) i trust (?:you|u|this)){AFTER}"
)
"""Asks who will be told, or that somebody is not."""
_ASKED_WITH = frozenset(
    "a an and or but so ok okay like actually just jus really even still only the this that these it its is are am r "
    "was be do does did will would can could gonna going to have has got get gets of for with without at on in here "
    "there up me my i im u you your ur ya yous youre we us they them their she her he him who whos what whats how not "
    "no yes say said says tell told telling write wrote type typed typing talk talking speaking chatting read reads "
    "reading see sees seeing look looks looking know knows knowing find finding found out hear heard happens robot "
    "bot ai human person people machine computer program real fake actual proper chatgpt chat gpt automatic automated "
    "name named called made make built runs run behind pretending guy man woman lady adult kid old anyone anybody "
    "any1 someone somebody one else private confidential secret anonymous safe trust promise swear down life keep "
    "better wont cant dont never gets carer carers foster mum mom dad parents nan social worker workers sw pa iro "
    "staff manager teacher school police team council hi hiya hello hey please pls plz thanks lol omg hmm um tho "
    "though then now wait sorry oh well also about anything message messages stuff mate bro x first".split()
)
"""The words that questions about us are made of. Any other, and something is told besides."""
_HAIL = re.compile(
    r"^(?:hello|hi|hey|oi)?(?: \w+)?(?: )?(?:(?:(?:are|r) )?(?:you|u)(?: still)? there(?: mate| bro| pls| please)?"
    r"|any(?:one|body|1)(?: (?:there|here|home|reading|listening))?"
    r"|is (?:there )?any(?:one|body|1) (?:there|here|reading this|reading|listening)|"
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
    said = bare(text)
    return len(heard(text).words) <= 16 and bool(_READERS.search(said) or _TOLD.fullmatch(said))


def asks_what_advocates_are(text: str) -> bool:
    """Asks what the advocate is that they are offered."""
    return bool(_ADVOCATES.fullmatch(bare(text)))


def only_asks_if_robot(text: str) -> bool:
    """Asks that and says nothing else: "why are you not sending a person to fix my boiler" does."""
    return asks_if_robot(text) and heard(text).among <= _ASKED_WITH


def only_asks_who_reads(text: str) -> bool:
    """Asks that and says nothing else."""
    return asks_who_reads(text) and heard(text).among <= _ASKED_WITH
