"""A file out of a kept mail again, and how it may be handed to somebody here: what a stranger sent runs nowhere.

Only plain pictures, known by their content, are shown in a browser. Everything else is saved as it came, typed as mere
bytes, and its words, where they can be read without running it, are shown as words: a web page or a drawing with
scripts in it is never opened as one. What can act when it is opened is saved under a name that opens nothing.
"""

from dataclasses import field

from casework.frozen import frozen
from casework.messages import File
from intake import contents, files
from intake.parsing import parse

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show."""

READ = 20_000
"""Characters of a file's words on one page. *Taste*: who needs more saves the file."""

CAN_ACT = "a file can act when it is opened"

KINDS = {
    "application/pdf": "PDF", "application/msword": "Word document", files.WORD: "Word document",
    files.EXCEL: "Excel workbook", files.POWERPOINT: "PowerPoint slides", files.OPEN_TEXT: "OpenDocument text",
    files.OPEN_SHEET: "OpenDocument sheet", "application/rtf": "rich text", "text/plain": "plain text",
    "text/html": "web page", "image/svg+xml": "drawing", "message/rfc822": "mail", "text/calendar": "calendar entry",
    "application/zip": "archive",
}  # fmt: skip
FAMILIES = {"image": "picture", "audio": "recording", "video": "film"}


@frozen
class Handed:
    """A file as it may be handed over. `type` is by content; `words` what can be read in it, `unread` why none can."""

    content: bytes = field(repr=False)
    type: str
    saved_as: str = field(repr=False)
    warnings: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    unread: str = ""

    @property
    def shown(self) -> bool:
        """Whether a browser may show it."""
        return self.type in SHOWN


def taken_out(raw: bytes, file: File) -> bytes | None:
    """The file's bytes out of the mail it came in; None if it is not there."""
    found = next((one for one in parse(raw).attachments if one.sha256 == file.sha256), None)
    return found.content if found else None


def handed(content: bytes, file: File, *, words: bool = False) -> Handed:
    """The file, judged again by its content; `words` are read only where they are wanted, since a PDF takes long."""
    kind = files.kind(content, file.type)
    name, _ = files.safe_name(file.name)
    warned = tuple(files.warnings(content, kind, name, file.type))
    said = contents.words(content, kind).strip() if words else ""
    return Handed(
        content, kind, _saved_as(name or "file", acts=CAN_ACT in warned), warned, said[:READ],
        _unread(kind, said, contents.unheard(kind, said)),
    )  # fmt: skip


def named(kind: str) -> str:
    """What a kind of file is called by people."""
    return KINDS.get(kind) or FAMILIES.get(kind.partition("/")[0]) or "file of another kind"


def size(count: int) -> str:
    """How large a file is, as people say it."""
    for unit in ("bytes", "kB"):
        if count < 1000:
            return f"{count} {unit}"
        count = round(count / 1000)
    return f"{count} MB"


def _saved_as(name: str, *, acts: bool) -> str:
    return f"{name}.unopened" if acts else name


def _unread(kind: str, said: str, why: str) -> str:
    if len(said) > READ:
        return f"only the first {READ} characters are shown"
    if said:
        return ""
    return why or f"no words can be read in a {named(kind)}"
