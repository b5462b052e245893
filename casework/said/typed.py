"""What a short typed message plainly says. Fixed words, no model: where it is not plain, it is more detail, and kept
as that.

Nothing here decides what is done with a meaning; `casework.said.answers` does, by what was asked. A wrong reading may
cost a wrong line and never a message, a right or an alarm: harm is looked for before any of this.
"""

import re
from functools import lru_cache

from casework.said.bare import bare, heard
from casework.said.looks import looked_for, stands


def _words(listed: str) -> frozenset[str]:
    """Words as `bare` spells them."""
    return frozenset(bare(listed).split())


def _phrases(listed: str) -> frozenset[str]:
    """Phrases between bars, as `bare` spells them."""
    return frozenset(map(bare, listed.split("|")))


_GREETING = _words(
    "hi hiya hello helo hullo hey heya hay yo oi sup wassup wagwan alright alrite morning afternoon evening good there "
    "everyone all sir miss bot shwmae helo cześć hej dzień dobry привіт добрий день مرحبا السلام عليكم salaam asc "
    "start"
)
_SAYS_HELLO = _GREETING - _words("there everyone all sir miss good")
_HELD = re.compile(r"(.)\1+")
_LAUGH = frozenset("lol lmao lmfao rofl haha hahaha hahahaha hehe jk jks joking jokes kidding just im only xd".split())
_ACK = _words(
    "ok okay okey k kk oki thanks thank you thankyou ta thx tnx ty tysm cheers cool great nice good fine sound "
    "safe sorted "
    "alright alrite bye byebye goodbye cya see ya later laters night goodnight nn so much very sure yep yeah yes "
    "fam bro sorry soz oops "
    "diolch dziękuję dzięki дякую شكرا mahadsanid"
)
_BYE = frozenset("bye byebye goodbye cya laters goodnight".split())
_TAKES_LEAVE = _ACK | _LAUGH | _words("for now lark mate bot guys everyone you u well i gtg gotta got to go x xx")
_YES = _phrases(
    "yes|yeah|yep|yh|ye|yea|y|yup|ya|yes please|yes pls|yes plz|yeah please|yeah pls|yes ta|please|pls|ok|okay|sure"
    "|go on|"
    "go on then|yeah go on|ok yes|ok then|yes ok|that would be good|yes i would|yes i do|yeah i do|i do|i would"
    "|definitely|"
    "yes thanks|yes thank you|ydw|ie|tak|так|نعم|haa|da|да|oui|بله|آره|evet"
)
_NO = _phrases(
    "no|nah|nope|n|no ta|nah ta|no thanks|no thank you|no thankyou|no thx|nah thanks|nah im good|nah im ok|nah im fine|"
    "im good|im good thanks|im good ta|im fine|im fine thanks|im ok|im ok thanks|im alright|im alright thanks|not now|"
    "not right now|not really|not today|maybe later|later|no need|dont need|dont need one|dont want one|i dont|i "
    "dont want one|"
    "no i dont|no im good|no im ok|no im fine|no not now|leave it|its ok|its fine|na|nej|nie|ні|لا|maya|nage|nu|нет"
    "|نه|hayır"
)
_NEEDS_NONE = re.compile(
    r"^(?:(?:no|nope|nah|na|ok|sorry) )?(?:i )?(?:really )?(?:dont|do not) (?:need|want) (?:one|an advocate|1)"
    r"(?: (?:thanks|ta|thx|thank you))?$"
)
_LEADS_YES = re.compile(
    r"(?:yes|yeah|yep|yh|yup|ye|sure|definitely|ok|okay)(?: (?:please|pls|plz))?"
    r"(?: (?!but|if|no\b|not|dont|cant|wont)\w+){1,8}$"
)
_LEADS_NO = re.compile(r"(?:no|nah|nope|na)(?: (?!one\b|body\b|but|yes|yeah|wonder|matter)\w+){1,7}$")
_SKIP = frozenset("skip|pass|next|skip it|idk|dunno|dont know|i dont know|not sure|im not sure|unsure|no idea"
    "|whatever|dont mind|"
                  "i dont mind|dont care|either|you choose|u choose|you decide|u decide|idc"
                  "|idm".split("|"))  # fmt: skip
_HAVE = re.compile(
    r"\b(?:have|got|ive got|already|has) (?:one|an advocate|got one|got an advocate|my own)\b|^my advocate is\b"
)
NO_ADVOCATE = looked_for(
    r"\b(?:no|not|dont|do not|without|didnt|doesnt|never)(?: \w+){0,3} advocate\b|\badvocate (?:no|nah)\b|^no "
    r"advocates?\b",
    "advocate advocates",
    begins="no |not |dont |do not |without |didnt |doesnt |never |advocate n",
)
WANTS_ADVOCATE = looked_for(
    r"\b(?:want|need|like|get me|have|can i have|can i get|please get me|yes to)(?: \w+){0,2} advocate\b"
    r"|^advocate (?:please|pls|yes)\b"
    r"|\b(?:yes|yeah|yep|yh|ye|ok|okay|sure)(?: (?:please|pls|plz|to|an|the|2))* advocate\b",
    "advocate",
    begins="want |need |like |get me |have |yes |yeah |yep |yh |ye |ok |okay |sure |advocate ",
)
WANTS_SOMEBODY = looked_for(
    r"\b(?:want|need|like) (?:someone|somebody|sum1|some1) to (?:help me )?"
    r"(?:say|speak|talk|come with me|stick up|stand up)\b"
    r"|\b(?:someone|somebody) (?:on my side|to speak (?:up )?for me|to help me speak)\b",
    "someone somebody sum1 some1",
    begins="want |need |like |someone |somebody ",
)
INFORMAL = looked_for(
    r"\b(?:dont|do not|not|never)(?: \w+){0,4} (?:a|an|be|make|as|official|formal)? ?(?:complaint|complaining"
    r"|complain)\b"
    r"|\b(?:keep it|keep this|just|be) (?:informal|unofficial|off the record)\b|\binformally\b|\bnot complaining\b"
    r"|\bju(?:st|s) (?:want|need) (?:it|this|them|someone|somebody)(?: \w+){0,3} (?:sorted|fixed|sort|fix)\b"
    r"|\bju(?:st|s) (?:sort|fix) it\b"
    r"|\bno(?:t a)? formal\b|\bdont want (?:any |no )?(?:trouble|fuss)\b",
    "informal unofficial record informally sorted fixed sort fix formal trouble fuss",
    parts="complain",
    begins="dont |do not |not |never |keep it |keep this |just |jus |be |informally|no formal",
)
FORMAL = looked_for(
    r"\b(?:formal|official) complaint\b|\b(?:want|like|wish|need|going) to (?:make a |put in a |raise a "
    r")?(?:complaint|complain)\b",
    "complaint complain",
    begins="formal |official |want to |like to |wish to |need to |going to ",
)
_NEVER_MIND = re.compile(
    r"^(?:(?:oh|ok|sorry|oops|actually|omg|soz|ah|lol|hi) )*(?:nvm|never ?mind|forget (?:it|that|i said anything)"
    r"|(?:it )?doesnt matter|ignore (?:this|that|me|it|these|my messages?)|(?:its |this is )?(?:the )?wrong "
    r"(?:chat|number|person|one|group|window)|not (?:meant )?for (?:you|u)|my mistake|sent by mistake|by accident)"
    r"(?: (?:oh|ok|sorry|soz|lol|pls|please|thanks|bye|mate|x|xx|haha))*$"
)
_INSULT = re.compile(
    r"\b(?:fuck (?:you|u|off|ur|this bot)|f off|fuk (?:u|you|off)|piss off|sod off|shut up|screw (?:you|u)|go to hell|"
    r"i hate (?:you|u)|"
    r"(?:you|u|ur|youre|your|you are|ya)(?: \w+){0,2} (?:useless|stupid|dumb|idiots?|shit|crap|rubbish|thick"
    r"|pathetic|bastards?|wankers?|twats?|"
    r"cunts?|dickheads?|bitch(?:es)?|pricks?|liars?|scum|joke)|stupid bot|useless bot|dickhead|wankers?|cunts?"
    r"|twats?|bunch of \w+ (?:idiots|wankers))\b"
)
_FURTHER = re.compile(
    r"\b(?:take|takin|taking|go) (?:it|this) (?:further|higher)\b|\bstage (?:2|two|3|three)\b|\bombudsman\b"
    r"|\bpanel\b|\b(?:not|isnt|aint) (?:happy|ok|okay|satisfied|good enough)(?: \w+){0,3} "
    r"(?:answer|reply|response|it|that|this)\b"
    r"|\b(?:dont|do not) (?:agree|accept)(?: \w+){0,3} (?:answer|reply|response|it|that|this)\b"
    r"|\blook (?:at it )?again\b"
    r"|\bappeal (?:it|this|that)\b|\bwant (?:someone|somebody) else to look\b"
)
_NO_QUESTIONS = re.compile(
    r"\b(?:stop|quit) asking\b|\b(?:no|enough|too many|so many) (?:more )?questions\b|\bleave me alone\b"
    r"|\b(?:dont|do not) (?:want to|wanna) (?:answer|do) (?:this|that|these|them|any|more|questions|your questions)\b"
    r"|\b(?:dont|do not) ask me\b"
)
_PHONE = re.compile(r"(?:\+|\b)\d[\d ()-]{8,}\d\b|[\w.+-]+@[\w-]+\.[\w.]+")


def words(text: str) -> tuple[str, ...]:
    """The words alone, plainly spelt."""
    return heard(text).words


def is_greeting(text: str) -> bool:
    """Only a greeting: it opens nothing (conversations 2.2)."""
    said = words(text)
    if not said or not all(_greets(word) or word in _LAUGH for word in said):
        return False
    hello = any(word in _SAYS_HELLO or _let_go(word) in _SAYS_HELLO for word in said)
    return hello or all(map(_greets, said))


@lru_cache(maxsize=1024)
def _greets(word: str) -> bool:
    return word in _GREETING or _let_go(word) in _GREETING


def _let_go(word: str) -> str:
    """A word whose letters are held down, as it is spelt: "heyyy"."""
    return _HELD.sub(r"\1", word)


def is_wordless(text: str) -> bool:
    """Emoji and punctuation alone."""
    return not words(text)


def is_acknowledgement(text: str) -> bool:
    """Thanks, ok, lol, bye: polite noise that adds nothing."""
    said = words(text)
    return 0 < len(said) <= 6 and all(word in _ACK or word in _LAUGH for word in said)


def takes_back(text: str) -> bool:
    """Takes back what they sent: "never mind", "wrong chat". It stays, and a person reads it."""
    return bool(_NEVER_MIND.match(bare(text)))


def is_goodbye(text: str) -> bool:
    """Goodbye, and little else."""
    said = words(text)
    return 0 < len(said) <= 4 and any(word in _BYE for word in said) and _TAKES_LEAVE.issuperset(said)


def is_insult(text: str) -> bool:
    """Insults us and says little else. Swearing about something is not this (conversations 2.9)."""
    return len(words(text)) <= 8 and bool(_INSULT.search(bare(text)))


def is_yes(text: str) -> bool:
    """A yes and nothing else."""
    return bare(text) in _YES


def is_no(text: str) -> bool:
    """A no and nothing else."""
    return bare(text) in _NO


def leads_with_yes(text: str) -> bool:
    """A yes and a few words more, to a question that was asked: "yes i want a person to help me"."""
    return bool(_LEADS_YES.match(bare(text)))


def leads_with_no(text: str) -> bool:
    """A no and a few words more, to a question that was asked: "no im fine on my own". Not "no one ever comes"."""
    return bool(_LEADS_NO.match(bare(text)))


def is_polite_no(text: str) -> bool:
    """A no to something offered: "no thanks", "nah ta"."""
    said = bare(text)
    polite = said in _NO and said.endswith((" ta", " thanks", " thank you", " thankyou", " thx"))
    return polite or bool(_NEEDS_NONE.match(said))


def is_skip(text: str) -> bool:
    """Passes a question by."""
    return bare(text) in _SKIP


def has_advocate(text: str) -> bool:
    """Says they have an advocate already."""
    return bool(_HAVE.search(bare(text))) and not declines_advocate(text)


def declines_advocate(text: str) -> bool:
    """Says in words that they want none."""
    return stands(NO_ADVOCATE, text)


def wants_advocate(text: str) -> bool:
    """Asks for one in words."""
    asked = stands(WANTS_ADVOCATE, text) or stands(WANTS_SOMEBODY, text)
    return asked and not declines_advocate(text)


def wants_informal(text: str) -> bool:
    """Does not want it official (R121)."""
    return stands(INFORMAL, text)


def wants_formal(text: str) -> bool:
    """Wants it official, in words that leave no doubt."""
    return stands(FORMAL, text) and not stands(INFORMAL, text)


def wants_no_questions(text: str) -> bool:
    """Has had enough of being asked: the questions end, and nothing else does."""
    return len(words(text)) <= 14 and bool(_NO_QUESTIONS.search(bare(text)))


def wants_further(text: str) -> bool:
    """Is not content with an answer, or asks for the next stage in words."""
    return bool(_FURTHER.search(bare(text)))


def is_way_to_reach(text: str) -> bool:
    """A telephone number or an email address, and little else."""
    return len(text.split(maxsplit=8)) <= 8 and bool(_PHONE.search(text))
