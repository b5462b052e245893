"""The words in a file, as far as they can be read without running it: for the signs of harm (R702), and nothing else.

Word, Excel, PowerPoint, OpenDocument, PDF, web pages, rich text, calendars, plain text; of old Word files and Outlook's
own messages what looks like words; of pictures their captions. Not read: what is drawn in a picture or a scan, what is
said in a recording, what is locked, and what is inside an archive. Who asks is told which it was.
"""

import html
import io
import re
from itertools import islice

from intake import files, pages

LONGEST = 200_000
"""Characters of a file that are looked at. *Taste.*"""

UNPACKED = 4_000_000
"""Bytes that a zipped document may come to; the rest of it is left: one that unpacks to gigabytes costs no more."""

ENTRIES = 5_000
"""Entries beyond which a zipped document is not opened. *Taste*: only to list them would take long."""

USUAL = (0, 8)
"""How the pages of a document are packed: not at all, or deflated. Other ways unpack to gigabytes in one step."""

MOST = 50
"""Comments in one picture. *Taste.*"""

INSIDE = re.compile(
    r"word/(?:document|comments|footnotes|endnotes|header\d{0,2}|footer\d{0,2})\.xml|ppt/(?:slides|notesSlides)/\w+\.xml"
    r"|ppt/comments/\w+\.xml|xl/(?:sharedStrings|comments\d{0,2}|worksheets/\w{1,40})\.xml|content\.xml"
)
"""Where the words of a zipped document stand."""

APART = re.compile(
    r"</(?:w:p|a:p|si|c|text|text:p|text:h|table:table-cell)>|<(?:w:br|w:tab|text:tab|text:line-break|text:s)\b"
)
"""What stands between words in such a document. Its other tags may stand within one."""

WORDS = re.compile(rb"(?:[\x20-\x7e\t\xa3\x91-\x97\xc0-\xff]|\r\n?){6,}")
WIDE = re.compile(rb"(?:[\x20-\x7e\xa3\xc0-\xff]\x00){6,}")
CAPTION = re.compile(
    rb"<(?:dc:description|dc:title|photoshop:Headline|exif:UserComment)\b.{0,200}?<rdf:li[^>]{0,60}>([^<]{1,2000})",
    re.DOTALL,
)
COMMENT = re.compile(rb"\xff\xfe(..)", re.DOTALL)
NOTE = re.compile(
    rb"(?:tEXt|iTXt)(?:Description|Comment|Title|Caption)\0{1,5}([\x20-\xff\r\n]{1,2000}?)(?=....(?:IDAT|IEND|tEXt|iTXt|$))",
    re.DOTALL,
)

ZIPPED = (files.WORD, files.EXCEL, files.POWERPOINT, files.OPEN_TEXT, files.OPEN_SHEET)
OLD = ("application/msword", "application/vnd.ms-outlook", "application/x-ole-storage", "application/vnd.ms-powerpoint")
SEEN_ONLY = ("image/", "video/", "application/zip", "application/gzip", "application/vnd.rar", "application/x-7z")


def words(content: bytes, kind: str, seconds: float = pages.SECONDS) -> str:
    """The words of a file of this kind; empty where there are none, or we cannot read them, or not in that time."""
    if kind == "application/pdf":
        return pages.words(content, seconds)
    if kind in ZIPPED:
        return _unzipped(content)
    if kind in OLD:
        return _looks_like_words(content)
    if kind.startswith("image/") and kind != "image/svg+xml":
        return _captions(content)
    if kind in ("text/html", "application/xhtml+xml", "image/svg+xml") or kind.endswith("/xml"):
        return _bare(_decoded(content[: LONGEST * 4]))
    if kind == "application/rtf":
        return re.sub(r"\\'[0-9a-f]{2}|\\[a-z]{1,30}-?\d{0,10} ?|[{}]", " ", _decoded(content[: LONGEST * 4]))[:LONGEST]
    if kind.startswith("text/") or kind == "application/json":
        return _decoded(content[: LONGEST * 4])[:LONGEST]
    return ""


def unheard(kind: str, found: str) -> str:
    """Why nobody has looked through the words of such a file, if nobody has; in words for staff."""
    if kind.startswith(SEEN_ONLY):
        return "" if found else "words in a picture, a film or an archive were not looked through"
    if kind.startswith("audio/"):
        return "a recording was not listened to"
    if kind == "application/pdf" and not found.strip():
        return "a PDF has no words that can be read: it was not looked through"
    return ""


def _bare(marked: str) -> str:
    return html.unescape(re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]*>", " ", marked)))[:LONGEST]


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8", "replace")


def _looks_like_words(content: bytes) -> str:
    found = [one.decode("cp1252", "replace") for one in WORDS.findall(content[: files.LOOKED_AT])]
    wide = [one.decode("utf-16-le", "replace") for one in WIDE.findall(content[: files.LOOKED_AT])]
    return "\n".join(piece for piece in (*wide, *found) if " " in piece)[:LONGEST]


def _captions(content: bytes) -> str:
    """What was written about a picture, in it: by a telephone's gallery, an editor, a scanner."""
    start = content[: files.LOOKED_AT]
    found = [one.decode("utf-8", "replace") for one in CAPTION.findall(start)]
    if start.startswith(b"\x89PNG"):
        found += [one.decode("utf-8", "replace") for one in NOTE.findall(start)]
    if start.startswith(b"\xff\xd8"):
        comments = islice(COMMENT.finditer(start[:200_000]), MOST)
        lengths = ((one.end(), int.from_bytes(one[1], "big")) for one in comments)
        found += [
            start[at : at + length - 2].decode("utf-8", "replace") for at, length in lengths if 6 < length < 4_000
        ]
    return html.unescape("\n".join(found))[:LONGEST]


def _unzipped(content: bytes) -> str:
    """The pages of a zipped document, as far as a limit."""
    import zipfile  # here, as reading one mail in fifty needs it and it takes 15 ms to load
    import zlib

    entries = content.rfind(b"PK\x05\x06")
    if entries < 0 or int.from_bytes(content[entries + 10 : entries + 12], "little") > ENTRIES:
        return ""
    left, said, packed = UNPACKED, [], len(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                if not INSIDE.fullmatch(entry.filename) or entry.compress_type not in USUAL:
                    continue
                packed -= entry.compress_size
                if packed < 0:  # they lie over one another: it would be unpacked again and again
                    break
                with archive.open(entry) as page:
                    raw = page.read(left)
                left -= len(raw)
                said.append(re.sub(r"<[^<>]*>", "", APART.sub("\n", raw.decode("utf-8", "replace"))))
                if left <= 0:
                    break
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError, ValueError, OSError, EOFError):
        pass  # what was read until then is looked at all the same
    return html.unescape("\n".join(said))[:LONGEST]
