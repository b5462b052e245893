"""Commands said in a few words of somebody's own: "stop messaging me", "delete everything", "any news?".

Each must be the whole message, with nothing but politeness around it: "he won't stop messaging me" is what happened to
somebody, and no command. What cannot be undone is asked about before it is done, so a wrong reading costs a line.
"""

import re
from functools import lru_cache

_ASKING = (
    r"(?:can|could|will|would) (?:you|u|i|we)|i (?:just )?(?:want|need|would like|wanna)(?: (?:you|u))?"
    r"|id like(?: (?:you|u))?"
)
BEFORE = (
    rf"(?:(?:{_ASKING}|ok|okay|please|pls|plz|sorry|actually|just|hi|hey|hello|no|right|so|and|now|lark|lol|oh|well|also|"
    r"thanks|to|kindly|anyway|hiya|but|tbh|jus) )*"
)
AFTER = (
    r"(?: (?:please|pls|plz|thanks|thank you|thankyou|thx|ta|cheers|now|then|ok|okay|bye|tho|though|yeah|x|xx|xxx|"
    r"anymore|any more|again|tbh|mate|asap|today|yet|lol|sorry|so far))*"
)
_IT = r"(?:it|this|that|everything|them|all)"
_MATTER = r"(?:complaint|complaints|case|message|messages|report|thing|issue|request|matter)"

_STOP = (
    r"(?:stop|quit|dont|do not|no more|cease) (?:messag(?:e|es|ing|in)|msg(?:ing|s)?|text(?:s|ing|in)?|"
    r"writ(?:e|ing)|contact(?:ing)?|send(?:ing)?|talk(?:ing)?|bother(?:ing)?|spam(?:ming)?)"
    r"(?: (?:to|me|us|these|any|more|messages|texts|stuff|things))*"
)
_WITHDRAW = (
    rf"(?:withdraw|cancel|drop|call off|take back|pull)(?: (?:my|the|this|that))?(?: {_MATTER}| {_IT})?"
    r"|(?:i )?(?:dont|do not) (?:want to|wanna) (?:complain|make a complaint|carry on)(?: with (?:it|this))? any ?more"
    r"|(?:i (?:have |ve )?|ive )?changed my mind i (?:dont|do not) (?:want to|wanna) (?:complain|carry on)"
    rf"|(?:dont|no need to|u dont need to|you dont need to) (?:bother|worry)(?: (?:its|it is|thats|everythings?))?"
    rf"(?: (?:all|been|is))* (?:sorted|fixed|sorted out)"
)
_DELETE = (
    r"(?:delete|remove|erase|get rid of|wipe|destroy)(?: (?:all|of|me|my|everything|it|this|what|the|i|ive|said|told|"
    r"you|u|wrote|sent|data|info|information|details|messages?|chat|account|stuff|name|about|from|your|ur|system|records?))+"
    r"|forget (?:everything|about me|me|who i am|what i (?:said|told you))"
)
_STATUS = (
    r"(?:is there |have (?:you|u) got |got )?any (?:news|updates?|progress)"
    rf"(?: (?:on|about|with|for) (?:my |the )?(?:{_MATTER}|{_IT}))?"
    r"|(?:did|has|have) (?:anything|something) (?:happen|happened|been done)"
    rf"|(?:whats|what is|wots) (?:happening|going on|happened|the latest|the update)"
    rf"(?: (?:with|about|to) (?:my |the )?(?:{_MATTER}|{_IT}))?"
    rf"|(?:has|did|have) (?:anyone|anybody|any1|someone|somebody|a person|they|you|u) (?:read|seen|look(?:ed)? at|see) "
    rf"(?:my |the )?(?:{_MATTER}|{_IT})"
    rf"|how(?:s| is) (?:my |the )?(?:{_MATTER}|{_IT}) (?:going|getting on|doing|coming along)"
    rf"|wheres? (?:is )?my (?:{_MATTER}|answer|reply)(?: (?:at|up to))?"
    r"|when (?:will|do|am|are) (?:i|you|u|they|someone|somebody)(?: (?:gonna|going to))? "
    r"(?:hear|get an answer|get a reply|reply|write|answer|get back to me|hear back)(?: (?:back|from you|from u))?"
    r"|how long(?: (?:will|does|is) (?:it|this|that)(?: (?:take|gonna take|going to take))?)?"
)
_PERSON = (
    r"(?:talk|speak|chat|get through|be put through) (?:to|with) (?:a |an )?(?:actual |real |proper )?"
    r"(?:person|human|human being|someone real|somebody real|(?:someone|somebody|some1|sum1|anyone|any1)(?: else)?)"
    r"|is there (?:a |an )?(?:person|someone|somebody|some1|sum1|anyone|any1) (?:that )?i can "
    r"(?:talk|speak|chat) (?:to|with)"
    r"|(?:have|get|give me) (?:a |an )?(?:actual |real )?(?:person|human)(?: to talk to)?"
    r"|(?:(?:can |could |will )?(?:a |an )?(?:actual |real )?(?:person|human|someone|somebody|sum1|some1"
    r"|any1|anyone)(?: (?:else|real))? )?"
    r"(?:to )?(?:call|ring|phone|bell|text) me(?: back| up)?(?: instead)?"
)
_ADVOCATE = (
    rf"(?:{_ASKING}) (?:(?:have|get|find|see|(?:speak|talk) (?:to|with))(?: me)? )?(?:a |an |my own )?advocate"
    r"|(?:get|find) me (?:a |an |my own )?advocate"
)

SAYINGS = {
    "advocate": _ADVOCATE,
    "stop": _STOP,
    "withdraw": _WITHDRAW,
    "delete": _DELETE,
    "status": _STATUS,
    "person": _PERSON,
}
"""What it comes to, and how it is said: words as `commands.bare` spells them."""

_PATTERNS = {name: re.compile(rf"{BEFORE}(?:{said}){AFTER}") for name, said in SAYINGS.items()}

LONGEST = 14
"""Words. Whoever says more than that tells us something. *Taste.*"""


@lru_cache(maxsize=16)
def said_for(bare: str) -> str:
    """The command that these plain words come to, if they are nothing else."""
    if not 1 <= bare.count(" ") < LONGEST:
        return ""
    return next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(bare)), "")
