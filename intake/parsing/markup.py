"""HTML to readable text, in one pass and without a tree.

A tree would be nicer to walk, but lexbor (through selectolax 1.0) takes 41 seconds for 1.8 MB of `<a><b><a><b>…`
and half a second for 20,000 nested `div`s, and nothing can interrupt it. This reader keeps a stack of what is open,
no more: whether words are shown, and how deep they are quoted. What a person would not see is not read as if they
had: a newsletter's hidden first line is left out, other hidden words are kept and marked.
"""

import html
import re
from dataclasses import dataclass, field

from intake.parsing import styles
from intake.parsing.styles import Look

NAME = re.compile(r"/?([a-zA-Z][\w:-]{0,60})")
SPACE = re.compile(r"[ \t\r\n\f]+")
HUGE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
WORD = re.compile(r"\w")

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul caption"
    " html".split()
)
APART = frozenset("p h1 h2 h3 h4 h5 h6 blockquote table ul ol".split())
VOID = frozenset("area base basefont br col embed hr img input link meta param source track wbr".split())
SILENT = frozenset("script style title template svg math select textarea xml noframes".split())
RAW = frozenset("script style textarea title".split())
ENDS = {"p": ("p",), "li": ("p", "li"), "tr": ("tr", "td", "th"), "td": ("td", "th"), "th": ("td", "th"),
        "dd": ("dd", "dt"), "dt": ("dd", "dt")}  # fmt: skip
"""What a new element ends that was left open, as in browsers; everything that begins a block ends a paragraph."""

WALLS = frozenset("table ul ol dl blockquote div td th".split())
RULER = "_" * 32

MOST = 50_000
"""Tags we follow (*taste*); the words after that are kept, their layout is not."""

DEEPEST = 20
"""Levels of quotation we show."""


@dataclass(slots=True)
class _Open:
    tag: str
    silent: bool
    look: Look


@dataclass(slots=True)
class _Reader:
    """What is open, and the lines so far. A cited block's lines begin with `>`, as a mail program would write them."""

    styled: dict[str, Look]
    looks: dict[tuple[str, str], Look] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    begun: bool = False
    items: list[int] = field(default_factory=list)
    silent: int = 0
    hidden: int = 0
    pale: int = 0
    ground: int = 0
    kept: int = 0
    quotes: int = 0
    spoken: bool = False
    veiled: list[str] = field(default_factory=list)
    left_out: bool = False
    marked: bool = False
    endless: set[str] = field(default_factory=set)

    def words(self, raw: str) -> None:
        """Words between tags."""
        if self.silent:
            return
        text = unescaped(raw)
        if self.hidden or (self.pale and not self.ground):
            self.veiled.append(text)
        elif self.kept:
            first, *others = text.split("\n")
            self.put(first)
            for other in others:
                self.end_line()
                self.put(other)
        else:
            self.put(SPACE.sub(" ", text))
        if not self.spoken and not self.veiled:
            self.spoken = bool(WORD.search(text))

    def put(self, text: str) -> None:
        """Add to the line."""
        self.line.append(text)
        self.begun = self.begun or not (text.isspace() or not text)

    def end_line(self) -> None:
        """Put down the line, even an empty one."""
        text = "".join(self.line)
        text = text.rstrip() if self.kept else SPACE.sub(" ", text).strip()
        self.lines.append(f"{'>' * min(self.quotes, DEEPEST)} {text}".rstrip() if self.quotes else text)
        self.line, self.begun = [], False

    def fresh_line(self, *, apart: bool = False) -> None:
        """The next words begin a line; after an empty one, if what they belong to stands apart."""
        if self.begun:
            self.end_line()
        self.line = [text for text in self.line if text.strip()]
        if apart and not self.line and self.lines and self.lines[-1].strip("> "):
            self.end_line()

    def unveil(self) -> None:
        """What was hidden until here: left out if it is a preheader, else shown as hidden."""
        text = SPACE.sub(" ", "".join(self.veiled)).strip()
        self.veiled = []
        if not WORD.search(text):
            return
        if self.spoken or not self.hidden:
            self.put(f" [hidden: {text}] ")
            self.marked = True
        else:
            self.left_out = True

    def begin(self, tag: str, attributes: str) -> None:
        """An element begins."""
        if tag in BLOCKS:
            self._end_open(ENDS.get(tag, ("p",)))
            self.fresh_line(apart=tag in APART)
        elif tag in ENDS:
            self._end_open(ENDS[tag])
        look = self._look(tag, attributes)
        self._show(tag, attributes)
        if tag in VOID or (attributes.endswith("/") and tag in ("o:p", "svg")):
            return
        self.stack.append(_Open(tag, tag in SILENT, look))
        self.open[tag] = self.open.get(tag, 0) + 1
        self._count(self.stack[-1], 1)

    def _look(self, tag: str, attributes: str) -> Look:
        """How it looks; a mail has few tags that differ, and many of each."""
        if (tag, attributes) not in self.looks:
            self.looks[tag, attributes] = styles.look(tag, attributes, self.styled)
        return self.looks[tag, attributes]

    def end(self, tag: str) -> None:
        """An element ends, and with it what was left open inside. A phrase does not end the block it is in."""
        if not self.open.get(tag):
            if tag in ("p", "br"):
                self.fresh_line(apart=tag == "p")
            return
        if tag not in BLOCKS and tag not in ("td", "th"):
            inner = next((one.tag for one in reversed(self.stack[-30:]) if one.tag == tag or one.tag in BLOCKS), tag)
            if inner != tag and tag not in SILENT:
                return
        while self._pop() != tag:
            pass

    def _end_open(self, tags: tuple[str, ...]) -> None:
        """An element left open that cannot hold what begins now, if it is not outside a list, a table or a division."""
        for depth, one in enumerate(reversed(self.stack[-6:])):
            if one.tag in tags:
                for _ in range(depth + 1):
                    self._pop()
                return
            if one.tag in WALLS:
                return

    def _pop(self) -> str:
        last = self.stack.pop()
        self.open[last.tag] -= 1
        if last.tag in BLOCKS:
            self.fresh_line(apart=last.tag in APART)
        if last.tag in ("ol", "ul"):
            self.items = self.items[:-1]
        self._count(last, -1)
        return last.tag

    def _count(self, one: _Open, step: int) -> None:
        look = one.look
        if look is styles.PLAIN and not one.silent:
            return
        if (look.hidden or look.pale) and self.veiled:
            self.unveil()
        self.silent += step * one.silent
        self.hidden += step * look.hidden
        self.pale += step * look.pale
        self.ground += step * look.ground
        self.kept += step * look.kept
        self.quotes += step * look.cited

    def _show(self, tag: str, attributes: str) -> None:
        """What a tag itself puts on the page."""
        if self.silent or self.hidden:
            return
        match tag:
            case "br":
                self.end_line()
            case "hr":
                self.lines.append(RULER)
            case "td" | "th":
                self.put(" | " if self.begun else "")
            case "ol" | "ul":
                self.items.append(0 if tag == "ol" else -1)
            case "li":
                self.line.append(self._bullet())
            case "img":
                self.put(styles.picture(attributes))
            case _:
                pass

    def _bullet(self) -> str:
        if not self.items or self.items[-1] < 0:
            return "- "
        self.items[-1] += 1
        return f"{self.items[-1]}. "


def unescaped(raw: str) -> str:
    """Words with the characters that `&…;` stands for."""
    return html.unescape(HUGE.sub("\ufffd", raw)) if "&" in raw else raw


def readable(source: str) -> tuple[str, tuple[str, ...]]:
    """The text a person would read, and what was left out or marked."""
    reader = _Reader(styles.sheet(source))
    last_tag, last_comment = source.rfind(">"), source.rfind("-->")
    at, tags = 0, 0
    while (opening := source.find("<", at)) >= 0 and opening < last_tag and tags < MOST:
        if opening > at:
            reader.words(source[at:opening])
        comment = source.startswith("<!--", opening) and opening < last_comment
        at = source.index("-->", opening) + 3 if comment else _tag(reader, source, opening)
        tags += 1
    reader.words(source[at:] if tags < MOST else bare(source[at:]))
    reader.unveil()
    reader.fresh_line()
    problems = ["hidden text is marked"] * reader.marked + ["a hidden preheader was left out"] * reader.left_out
    return "\n".join(reader.lines).strip("\n"), tuple(problems)


def bare(source: str) -> str:
    """The words of HTML that is past reading, without their layout."""
    return re.sub(r"<[^<>]*>", " ", source)


def _tag(reader: _Reader, source: str, at: int) -> int:
    """Whatever begins with this `<`; where reading goes on. One that begins nothing is a character like others."""
    after = source[at + 1]
    if not (after.isalpha() or after in "/!?"):
        reader.words("<")
        return at + 1
    closing = _tag_end(source, at)
    name = NAME.match(source, at + 1, closing)
    if name is None:
        return closing + 1
    tag = name[1].lower()
    if after == "/":
        reader.end(tag)
        return closing + 1
    reader.begin(tag, source[name.end() : closing])
    return _past_raw(reader, source, closing + 1, tag) if tag in RAW else closing + 1


def _past_raw(reader: _Reader, source: str, at: int, tag: str) -> int:
    """Past a style sheet or a script; one that never ends is taken as not begun, so that no words are lost in it."""
    found = None if tag in reader.endless else re.compile(f"</{tag}", re.IGNORECASE).search(source, at)
    if found is None:
        reader.endless.add(tag)
        reader.end(tag)
        return at
    return found.start()


def _tag_end(source: str, at: int) -> int:
    """Where the tag's `>` is: the first, unless that one stands inside a quoted attribute."""
    end = source.index(">", at)
    for _ in range(3):
        if end - at > 4_000 or source.count('"', at, end) % 2 == 0:
            break
        further = source.find(">", end + 1, end + 2_000)
        end = further if further >= 0 else end
    return end
