"""Files written into the words of a mail, as before MIME; scanners and old systems still do it."""

import binascii
import re

BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n", re.MULTILINE)
END = re.compile(r"^end[ \t]*\r?$", re.MULTILINE)


def uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without the files written into it and the files."""
    if "begin " not in text:
        return text, []
    files: list[tuple[str, bytes]] = []
    kept, at = [], 0
    while found := BEGIN.search(text, at):
        end = END.search(text, found.end())
        content = _lines(text[found.end() : end.start()]) if end else b""
        if end is None or not content:
            break
        files.append((found[1].strip(), content))
        kept.append(text[at : found.start()])
        at = end.end()
    return "".join([*kept, text[at:]]), files


def _lines(block: str) -> bytes:
    """Every uuencoded line, or nothing if one of them is not: then it was only words after all."""
    out = []
    for line in block.splitlines():
        try:
            out.append(binascii.a2b_uu(line.rstrip()))
        except (binascii.Error, ValueError):
            return b""
    return b"".join(out)


def unuuencode(raw: bytes) -> bytes:
    """The bytes of the first uuencoded file in this text, or the text itself if there is none."""
    files = uuencoded(raw.decode("latin-1"))[1]
    return files[0][1] if files else raw
