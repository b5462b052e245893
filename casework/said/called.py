"""What somebody is to be called: a name given in passing, signed, or typed alone; and who wants no name known.

Fixed words, no model. A capital letter counts for little on a telephone, so a name typed alone is a name only if it
is nobody's common word; where it is not plain, somebody is asked.
"""

import re

from casework.said.bare import bare
from casework.said.looks import look, looked_for, may_stand
from casework.said.plain import plain

_NAMELESS = re.compile(
    r"\banonymous\b|\b(?:no|not|dont|do not|wont|cant|rather not|without)(?: \w+){0,4} (?:my |ur |a )?names?\b"
    r"|\bno names?\b|\b(?:take|leave|keep|cross|get)(?: \w+)? names?(?: \w+)? (?:off|out|away|secret|private)\b"
    r"|\b(?:take|leave|keep) (?:off|out) (?:my|the) names?\b|\b(?:remove|delete|hide|forget) (?:my|the) names?\b"
    r"|\bname (?:doesnt|does not|dont|isnt|is not|not)(?: \w+)? (?:matter|important|telling|relevant)\b|\bnot telling\b"
    r"|\bnone of (?:your|ur) business\b|\brather not (?:say|tell)\b|\bdont want to say\b|\bnot saying\b"
)
_TO_OTHERS = re.compile(
    r"\b(?:tell|show|give)(?:ing)? (?:him|her|them|any(?:one|body|1)|no one|nobody|staff"
    r"|(?:my|the|her|his) \w+(?: \w+)?) (?:what )?(?:my|our) names?\b"
    r"|\b(?:say|tell|give|show|share|mention|use)(?:ing)? (?:my|our) names? (?:to|with|in front of|around)\b"
)
"""Asks us to keep a name from somebody, which is not to have none."""

_NAME = r"[^\W\d_][^\W\d_’'\-]*(?:[’'\-][^\W\d_]+)*"
_CAPITAL = rf"(?=[^\W\d_])(?-i:(?![a-zà-öø-ÿ])){_NAME}"
_CAPITALISED = re.compile(_CAPITAL)
CALLED = looked_for(
    rf"\b(?:my (?:full |real |first )?name(?:['’]?s| is)|call me|(?:i am|i['’]?m) called|name ?[:=]|known as|"
    rf"^name is|^names|"
    rf"they call me|you can call me|mam na imi[eę]|nazywam si[eę]|fy enw i ydy|fy enw i yw"
    rf"|мене звати|меня зовут|اسمي|magacaygu waa"
    rf"|je m['’]appelle|numele meu este|m[aă] numesc)\s+['\"‘“]?({_NAME}(?:\s+{_CAPITAL}){{0,2}})",
    "name names known nazywam enw звати зовут اسمي magacaygu mappelle numesc numele",
    parts="call me|m called|mam na imi",
    flags=re.IGNORECASE,
)
CALLED_IN_FULL = looked_for(
    rf"\b(?:my (?:full )?name(?:['’]?s| is))\s+({_NAME}\s+{_NAME})\s*(?:[.,!;:\n]|$)",
    "name names",
    flags=re.IGNORECASE,
)
RATHER = looked_for(
    rf"\b(?:call me|everyone calls me|people call me|i go by)\s+"
    rf"['\"‘“]?({_NAME})['\"’”]?\s*(?:[.,!;:\n]|$)",
    parts="call me|calls me|go by",
    flags=re.IGNORECASE,
)
"""What they would rather be called than by their name."""

_I_AM = re.compile(
    rf"^(?:(?:hi|hello|hey|ok|oh|yeah|yes|sorry)[\s,.!]+)*(?:i am|i['’]?m|it['’]?s|it is|mine is|this "
    rf"is)\s+({_NAME}(?:\s+{_CAPITAL}){{0,2}})\s*[.!,:)]*$",
    re.IGNORECASE,
)
_FROM = (
    rf"(?:(?i:hi|hello|hey|good (?:morning|afternoon|evening)|dear \w+)[\s,.!]+)*"
    rf"(?i:i am|i['’]?m|this is|it['’]?s)\s+({_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})"
    rf"(?=,\s|\s+(?i:and i|and im|from|at|with|here|writing|im|hes|shes|btw|by the way)\b)"
)
_I_AM_FROM = re.compile(_FROM)
THEN_I_AM_FROM = looked_for(rf"[.!?\n]\s*{_FROM}", "im its", parts="i am|this is")
_SIGNED = re.compile(
    rf"(?:[.!?]\s+|\n\s*|(?i:thanks|thank you|regards|wishes|sincerely|faithfully)[\s,.]+)"
    rf"({_CAPITAL}\s+{_CAPITAL}(?:\s+{_CAPITAL})?)\s*\.?\s*$"
)
SIGNATURE = 300
"""Characters at the end of a text within which it is signed. *Taste*: a name of a hundred letters is none."""

_LAST = 7
"""Words at the end within which the three of a name stand, with a "thank you" before them and a stop by itself."""

_AND_AGE = re.compile(
    rf"^\s*({_NAME})[\s,]+(?:aged?\s*|i['’]?m\s+)?(?:[6-9]|1[0-7])(?:\s*(?:yo|yrs?|years?)(?: old)?)?\s*[.!]*$"
)
_BY_THE_WAY = re.compile(
    r"[\s,]+(?:btw|here|lol|haha|x+|xo|innit|tho|by the way|is my name|thanks?|ta|please|pls)$", re.IGNORECASE
)
_ITS = re.compile(rf"^(?:it['’]?s|it is)\s+({_CAPITAL})\b", re.IGNORECASE)
_INITIALS = re.compile("[A-Z]{1,3}")

COMMON = frozenset(
    """
    a about above abt actually advocate after again ages ago alone already alright also always am amazing an and
    angry annoyed annoying any anyone anything anyway anyways april are around as ask asked asking at august away
    awful awkward babe baby back bad barely basically be because been before behind being believe best better
    between big bit bored boring bot both boy brilliant brother bruh but by bye call called calling calm came can
    cancel cant car care carer carers case cause change cheers child children christmas clear close cold college
    come coming complain complaint confused contact control cool could council couldnt course court cos coz cry
    crying cuz cus dad dark day days dead dear decide definitely delete depressed did didnt different do doctor does
    doesnt doing done dont down drama dumb dunno each early easy eat eh either else email embarrassed empty end
    english enough even ever every everyone everything exactly excited excuse exhausted fair fake family far fault
    fed feel feeling few fine finally first flat food for forget form fostering foster free friday friend friends
    from front fuck fucked fucking full fully fun funny fuming gave get getting girl give given go god going gone
    gonna good got gran grand great gutted guys had hah haha half happen happened happening happy hard has hate
    hated have havent he hear heard hell hello help helped helping her here hers hes hey hi him his hmm home honest
    honestly hope hopeless horrible hot hour house how huh hungry hurt i idiot idk if ignore ill im in innit inside
    into is isnt it its january jk job joke jokes joking july june just k kay keep kept kid kids kind knackered know
    lads later least leave left legal let liar lie life like listen little living lol lonely long look lost lots
    love lovely luck mad made make man manager march mate may maybe me mean meeting meh message messed met might
    mind mine miss missing mom monday money month months more morning most move moved moving much mum my myself nah
    name nan nearly need needs nervous never new news next nice night nights no nobody none nope normal not nothing
    november now nowhere number numb obvs october of off oh ok okay old omg on once one only open or other our out
    outside over own pa pain paperwork parent parents pass past people person phone piece pissed place placement
    plan please pls point police poor pretty probably problem proper properly put question quick quiet quit quite
    rather read ready real really reason regards remember reply report review right room rubbish rude run sad said
    same saturday say saying scared school sec secret see seen send sent september serious seriously set shall she
    shes shit should shut shy sick side silly since sister sit sleep slow so social some someone something sometimes
    soon sorry sort sorted sound speak start started stay still stop story stressed stuck stuff stupid sunday
    support sure sw ta tbh talk talking tell telling terrible than thank thanks that thats the their them then there
    theyre thing things think this those thought three thursday tho through time tired to today told tomorrow
    tonight too took top tried trouble true truly trust try trying tuesday turn two u uh um uncle under unfair
    unhappy unless until up upset ur us use useless usual very visit wait waiting wanna want wanted wants was wasnt
    way we wednesday week weeks weird well went were what whatever whats when where which while who whole whos why
    will win wish with without wont word words work worker working world worried worse worst would write wrong ya
    yay yeah year years yep yes yesterday yet yo you young your yours yup anonymous skip nickname nonymous
    cooperation adopted adoption spelt spelled pronounced written bullied bullying leaver independent interested
    concerned writing emailing contacting complaining unsure unwell pregnant homeless disabled autistic single
    married aware afraid delighted pleased grateful disappointed disgusted appalled shocked struggling hoping
    wondering looking having staying btw xmas one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty vegan vegetarian muslim christian sikh hindu jewish
    black white asian polish welsh somali ukrainian gay bi trans straight lesbian male female nonbinary deaf blind
    diabetic sober drunk high pissed raging livid skint broke broken ill mouldy filthy minging rank urgent private
    personal mental peak cold raining snowing ramadan bedtime teatime unsafe illegal racist sexist
    promise swear мені mi moi ja dwi rwy jai
    """.split()
)
"""Common words that are nobody's name: what somebody might type alone where a name was asked for."""

_SAYS_HOW = re.compile(
    r"[a-z]{3,}(?:ing|ous|ful|less|able|ible|ish|sick|ated|ised|ized|ened|nted|sted|cked|rked|pped|tted|nned|ssed|ured|"
    r"ited|osed|used|ined|oyed|aged|antly|ently)"
)
"""How a word ends that says how somebody is, or how it is: "its freezing". *Taste.*"""

_NAMES_ALL_THE_SAME = frozenset("sterling manish satish harish girish".split())


def refuses_name(text: str) -> bool:
    """Wants no name known."""
    said = bare(text)
    return said.count(" ") < 12 and bool(_NAMELESS.search(said)) and not _TO_OTHERS.search(said)


def name_in(text: str) -> str:
    """A name given in passing: "my name is Ana", "im Bo", "its Zoë with two dots". Empty where none is given."""
    if named := _called(text):
        return named
    said = text.strip()
    for found in (
        _I_AM.match(said),
        _ITS.match(said),
        _I_AM_FROM.match(said) or look(THEN_I_AM_FROM, said),
        _signed(said),
    ):
        if found and (named := only_name(found[1])) and not (found.re is _I_AM and _says_how(named)):
            return named
    return name_and_age(text)


def _signed(text: str) -> re.Match[str] | None:
    """The name under it; looked for only where its last word may be one."""
    end = text[-SIGNATURE:]
    last = end.rstrip(". \n").rsplit(maxsplit=1)
    if not last or not _CAPITALISED.match(last[-1]):
        return None
    before = end.rsplit(maxsplit=_LAST)
    return _SIGNED.search(text, len(text) - len(end) + (len(before[0]) if len(before) > _LAST else 0))


def _called(text: str) -> str:
    """What they say they are called; what they would rather be called before it."""
    if (rather := look(RATHER, text)) and (named := only_name(rather[1])):
        return named
    whole = look(CALLED_IN_FULL, text)
    if whole and " " in (named := only_name(whole[1])):
        return named
    found = CALLED.pattern.search(text.strip()) if may_stand(CALLED, text) else None
    return only_name(found[1]) if found else ""


def _says_how(named: str) -> bool:
    """A small word after "im" or "its" that says how somebody is, and is no name."""
    return named.islower() and named not in _NAMES_ALL_THE_SAME and bool(_SAYS_HOW.fullmatch(named))


def name_and_age(text: str) -> str:
    """A child's name, typed with their age and nothing else: "Jayden, 14". A single letter is an advocate's label."""
    found = _AND_AGE.match(text)
    named = only_name(found[1]) if found and not _INITIALS.fullmatch(found[1]) else ""
    return named if len(named) > 1 else ""


def lone_name(text: str) -> str:
    """One or two words that are nobody's common words: a name typed alone, "Ozzy". Empty for anything else."""
    said = re.sub(r"^(?:just|its|it's|it’s)\s+", "", text.strip().rstrip(".!,"), flags=re.IGNORECASE)
    said = _BY_THE_WAY.sub("", said)
    if not 1 <= len(said.split()) <= 2 or not re.fullmatch(rf"{_NAME}(?:\s+{_NAME})?", said):
        return ""
    if " " in said and not all(word[:1].isupper() for word in said.split()):
        return ""  # two small words are a phrase, in some language
    return said if all(word not in COMMON for word in bare(said).split()) and len(bare(said).split()[0]) > 1 else ""


def only_name(found: str) -> str:
    """The words of it that are nobody's common words, up to the first that is."""
    kept: list[str] = []
    for word in found.split():
        if plain(word) in COMMON or plain(word).startswith(("advocate", "not")):
            break
        kept.append(word)
    return " ".join(kept)
