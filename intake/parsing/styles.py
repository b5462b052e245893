"""How an element looks, as far as reading needs it: is it hidden, is it a quotation, are its spaces meant?"""

import re

from casework.frozen import frozen

ATTRIBUTE = re.compile(r"(?<![\w-])([a-zA-Z][\w-]{0,30})[ \t\n\r]*=[ \t\n\r]*(?:\"([^\"]*)\"?|'([^']*)'?|([^\s>\"']+))")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
RULE = re.compile(r"(?<![\w-])[.#]([\w-]{1,60})[ \t\n\r]*\{([^{}]{0,500})\}")

LONGEST = 400_000
"""Characters in which style sheets are looked for. *Taste.*"""

TELLING = re.compile("style|hidden|color|background", re.IGNORECASE)
"""Attributes by which an element can look odd without a style sheet; `bgcolor` is one."""

HIDING = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|(?<![-\w])opacity:0(?:\.0+)?(?![.\d])|max-height:0(?![.\d])"
    r"|font-size:(?:0(?![.\d])|1p[xt])"
)
PALE = re.compile(r"(?<![-\w])color:(?:#fff(?:fff)?(?![0-9a-f])|white|rgba?\(255,255,255)")
GROUND = re.compile(
    r"background(?:-color|-image)?:(?!transparent|#fff|white|none|inherit|initial|rgba?\(255,255,255|rgba\(0,0,0,0\))"
)
CITED = re.compile(r"quote|cite", re.IGNORECASE)
FILE = re.compile(r"\.\w{2,5}$|^(?:image|picture|logo|icon|spacer)\b|^\W*$", re.IGNORECASE)


@frozen
class Look:
    """What an element does to the words in it. `pale` is white on whatever is behind; `ground` says something is."""

    hidden: bool = False
    pale: bool = False
    ground: bool = False
    cited: bool = False
    kept: bool = False


PLAIN = Look()
HIDDEN = Look(hidden=True)
PRE = Look(kept=True)


def sheet(source: str) -> dict[str, Look]:
    """The classes and ids that a mail's own style sheet hides, for every screen."""
    lower = source[:LONGEST].lower()
    at, hiding = 0, {}
    while (begin := lower.find("<style", at)) >= 0 and (at := lower.find("</style", begin)) >= 0:
        upright = source[begin:at].partition("@media")[0]
        if HIDING.search(_tight(upright)):
            names = (rule[1] for rule in RULE.finditer(upright) if HIDING.search(_tight(rule[2])))
            hiding.update(dict.fromkeys(names, HIDDEN))
    return hiding


def look(tag: str, attributes: str, styled: dict[str, Look]) -> Look:
    """How this element looks, from its attributes and the style sheet."""
    if "=" not in attributes and "hidden" not in attributes:
        return PRE if tag == "pre" else PLAIN
    if tag not in ("pre", "blockquote") and not styled and not TELLING.search(attributes):
        return PLAIN
    said = _attributes(attributes)
    style = _tight(said.get("style", ""))
    names = [*said.get("class", "").split(), said.get("id", "")]
    bare = "hidden" in attributes and "hidden" in QUOTED.sub("", attributes).lower().split()
    colour = f"color:{said.get('color', '')};background:{said.get('bgcolor', 'none')}".lower()
    return Look(
        hidden=bool(HIDING.search(style)) or any(name in styled for name in names) or bare,
        pale=bool(PALE.search(style) or (tag == "font" and PALE.search(colour))),
        ground=bool(GROUND.search(style) or GROUND.search(colour) or "background" in said),
        cited=tag == "blockquote" and _is_cited(said, style),
        kept=tag == "pre" or "white-space:pre" in style,
    )


def _is_cited(said: dict[str, str], style: str) -> bool:
    """A mail program's quotation, not an indented paragraph of the sender's own."""
    if "border:none" in style and said.get("type", "").lower() != "cite":
        return False  # Gmail's indent has the class of its quotations
    if said.get("type", "").lower() == "cite" or CITED.search(said.get("class", "") + said.get("id", "")):
        return True
    return "border-left:" in style and not re.search(r"border-left:(?:none|0)", style)


def picture(attributes: str) -> str:
    """What stands for a picture: its description, if it has one that says anything; an emoji as itself."""
    text = _attributes(attributes).get("alt", "").strip()
    if not text or (FILE.search(text) and text.isascii()):
        return ""
    return text if len(text) <= 4 and not text.isascii() else f"[{text[:200]}]"


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in ATTRIBUTE.finditer(source):
        found.setdefault(one[1].lower(), one[2] or one[3] or one[4] or "")
    return found


def _tight(style: str) -> str:
    return re.sub(r"\s+|!important", "", style.lower())
