"""What is enclosed with some mails of `heard bench`: a letter that can be read, and a picture. Nothing in them gets
smaller by packing, as in what a scanner or a telephone makes.
"""

import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random

WEIGHT = 200 * 1024

WIDE = 1_000
"""Dots of a scanned line."""

PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
    b"/Resources << /Font << /F 4 0 R >> /XObject << /Scan 6 0 R >> >> >>"
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
SCAN = b"<< /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d >>"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", b"\xff\xd9"


def picture(dice: Random) -> bytes:
    """What looks like a photograph to whoever does not draw it."""
    return dice.randbytes(WEIGHT).join(JPEG)


def printed(lines: Sequence[str], dice: Random) -> bytes:
    """A page of PDF with these lines as words, and a scan of so many bytes."""
    scan = dice.randbytes(WEIGHT // WIDE * WIDE)
    words = zlib.compress(b"BT /F 11 Tf 14 TL 56 780 Td " + b" ".join(map(_line, lines)) + b" ET")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        FONT,
        _stream(b"<< /Filter /FlateDecode /Length %d >>" % len(words), words),
        _stream(SCAN % (WIDE, len(scan) // WIDE, len(scan)), scan),
    )
    return b"".join(_file(objects))


def _line(line: str) -> bytes:
    safe = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(%s) Tj T*" % safe.encode("windows-1252", "replace")


def _stream(head: bytes, content: bytes) -> bytes:
    return head + b"\nstream\n" + content + b"\nendstream"


def _file(objects: Sequence[bytes]) -> Iterator[bytes]:
    """The objects, each by its number, and at the end where each of them begins."""
    parts = (b"%PDF-1.4\n", *(b"%d 0 obj\n%s\nendobj\n" % one for one in enumerate(objects, 1)))
    begins = list(accumulate(map(len, parts)))
    yield from parts
    yield b"xref\n0 %d\n0000000000 65535 f \n" % len(begins)
    yield from (b"%010d 00000 n \n" % begin for begin in begins[:-1])
    yield b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(begins), begins[-1])
