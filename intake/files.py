"""Files that strangers send: what each really is, what it may be called, and what in it can act.

A file is typed by its content; what the sender says it is counts only where the content does not tell. Nothing is
opened, run or unpacked here; what can be read of a file without running it, `contents` reads.
"""

import re

LOOKED_AT = 4_000_000
"""Bytes of a file that are looked at for what can act. *Taste.*"""

BIGGEST = 20_000_000
"""Bytes of a file beyond which staff are told that it is large. *Taste*: what most councils' mail lets through."""

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"Rar!\x1a", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ", "application/x-xz"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"\x7fELF", "application/x-executable"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"SQLite format 3", "application/vnd.sqlite3"),
    (b"#!/", "text/x-script"),
)
"""How a file of each type begins."""

RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
BOXES = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPEN_TEXT, OPEN_SHEET = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"

ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/document", WORD),
    (b"xl/workbook", EXCEL),
    (b"ppt/presentation", POWERPOINT),
    (b"mimetype" + OPEN_TEXT.encode(), OPEN_TEXT),
    (b"mimetype" + OPEN_SHEET.encode(), OPEN_SHEET),
    (b"META-INF/MANIFEST.MF", "application/java-archive"),
)
COMPOUND: tuple[tuple[str, str], ...] = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__substg1.0", "application/vnd.ms-outlook"),
)

HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,500}(?:<!--.{0,2000}?-->\s{0,500})?<(?:!doctype html|html|head|body|script|iframe|meta"
    rb"|title)\b",
    re.IGNORECASE | re.DOTALL,
)
BEFORE_SVG = rb"<\?[^>]{0,500}+>|<!--.{0,1000}?-->|<![^\[>]{0,1000}+(?:\[[^\]]{0,2000}+\])?+[^>]{0,100}+>"
"""What stands before a drawing: how it is written, remarks, its kind with entities of its own. Each is read in one way
only: with several, a file of 4 kB is tried for hours.
"""

SVG = re.compile(rb"\s{0,500}+(?>(?:%b)\s{0,500}+){0,5}+<svg\b" % BEFORE_SVG, re.IGNORECASE | re.DOTALL)

ACTS: tuple[tuple[str, re.Pattern[bytes], str], ...] = (
    (
        "application/pdf",
        re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b"),
        "a PDF holds more than pages: scripts or files",
    ),
    ("application/pdf", re.compile(rb"/Encrypt\b"), "a PDF is locked with a password"),
    (
        "text/html",
        re.compile(rb"<(?:script|iframe|object|embed|form)\b|\son\w{2,20}\s{0,5}=", re.IGNORECASE),
        "a web page holds scripts or forms",
    ),
    (
        "image/svg+xml",
        re.compile(rb"<(?:script|foreignobject|iframe)\b|\son\w{2,20}\s{0,5}=", re.IGNORECASE),
        "a drawing holds scripts",
    ),
    ("application/vnd.openxmlformats", re.compile(rb"vbaProject\.bin"), "a document holds macros"),
    ("application/vnd.ms-", re.compile(b"_\0V\0B\0A\0|V\0B\0A\0"), "a document holds macros"),
    ("application/msword", re.compile(b"_\0V\0B\0A\0|M\0a\0c\0r\0o\0s\0"), "a document holds macros"),
    ("application/zip", re.compile(rb"PK\x03\x04..[\x01\x09]", re.DOTALL), "an archive is locked with a password"),
)
"""A type, what in it can act or keeps it shut, and how staff are told."""

PROGRAMS = {
    "application/x-msdownload",
    "application/x-executable",
    "application/x-ms-shortcut",
    "text/x-script",
    "application/java-archive",
}
ACTING = frozenset(
    "exe scr pif com bat cmd vb vbs vbe js jse ws wsf wsh wsc sct hta msi msp mst ps1 psm1 jar jnlp lnk url iso img vhd"
    " vhdx reg inf chm hlp cpl msc gadget rdp one iqy slk xll xlam ade adp mde application appref-ms library-ms"
    " search-ms searchconnector-ms settingcontent-ms theme diagcab msix appx apk app dmg pkg command webloc desktop"
    " sh run htm html xhtml xht shtml mht mhtml svg svgz".split()
)
"""The endings by which a machine knows what it may run, mount or open as a page: whatever lies inside."""

DIRECTIONS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\x00-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST_NAME = 150


def kind(content: bytes, said: str) -> str:
    """What a file is: by its content if that tells, else what the sender says."""
    for mark, found in MAGIC:
        if content.startswith(mark):
            return found
    if content.startswith(b"RIFF") and content[8:12] in RIFF:
        return RIFF[content[8:12]]
    if content[4:8] == b"ftyp":
        return BOXES.get(content[8:12], "video/mp4")
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next(
            (found for name, found in COMPOUND if name.encode("utf-16-le") in content[:LOOKED_AT]),
            "application/x-ole-storage",
        )
    if content.startswith(b"MZ") and (b"PE\0\0" in content[:4_096] or b"This program" in content[:4_096]):
        return "application/x-msdownload"
    if SVG.match(content[:4_000]):
        return "image/svg+xml"
    if HTML.match(content[:4_000]):
        return "text/html"
    return _said(content, said)


def _zipped(content: bytes) -> str:
    ends = content[:LOOKED_AT] + content[-65_536:]
    return next((found for name, found in ZIPPED if name in ends), "application/zip")


def _said(content: bytes, said: str) -> str:
    if (
        said
        and said not in ("application/octet-stream", "text/html", "image/svg+xml")
        and re.fullmatch(r"[\w.+-]+/[\w.+-]+", said)
    ):
        return said
    plain = content and b"\0" not in content[:4_096] and _is_text(content[:4_096])
    return "text/plain" if plain else "application/octet-stream"


def _is_text(start: bytes) -> bool:
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(start) - 4  # a character cut in two by our own limit
    return True


def safe_name(said: str) -> tuple[str, bool]:
    """What a file may be called here, and whether that differs from what the sender called it.

    No folders, no characters that hide or turn round the rest of the name, no leading dot; never longer than a screen.
    Nor what Windows takes off a name as it saves it: dots and spaces at the end, all from a colon on.
    """
    name = DIRECTIONS.sub("", said).strip()
    if re.search(r"\.\.|^[/\\]|^[A-Za-z]:[/\\]|\\", name):
        name = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    name = name.replace("/", "_").replace(":", "_").strip(". \u3000")
    if len(name) > LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        short = dot and len(ending) <= 10
        name = stem[: LONGEST_NAME - 12] + dot + ending if short else name[:LONGEST_NAME].rstrip(". ")
    return name, name != said.strip()


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    return ending.strip().casefold() if dot else ""


def warnings(content: bytes, found: str, name: str, said: str) -> list[str]:
    """What staff should know before they open it. Sentences without the name: it may be a person's."""
    looked_at = content[:LOOKED_AT]
    told = [text for kinds, pattern, text in ACTS if found.startswith(kinds) and pattern.search(looked_at)]
    if found in PROGRAMS or _ending(name) in ACTING:
        told.append("a file can act when it is opened")
    if said.startswith(("image/", "audio/", "video/", "text/plain")) and found.split("/")[0] != said.split("/")[0]:
        told.append("a file is not what it says it is")
    if len(content) > BIGGEST:
        told.append("a file is very large")
    return told
