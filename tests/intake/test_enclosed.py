"""Words in files, and in mails within the mail, are looked through for harm (R702); staff are told where not."""

import io
import struct
import time
import zipfile
import zlib
from email.message import EmailMessage

import pytest

from casework.said.signs import Level
from intake import contents, files, pages
from intake.parsing import message
from store import contacts
from tests.intake import post
from tests.intake.doorway import Door
from tests.intake.test_parsing_messages import AT


def packed(**entries: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def a_pdf(*lines: str) -> bytes:
    """Each line on a page of its own."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    kids = []
    for number, line in enumerate(lines):
        drawn = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % line.encode()
        words, page = 3 + 2 * number, 4 + 2 * number
        objects[words] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
        objects[page] = b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources %s >>" % (words, font)
        kids.append(b"%d 0 R" % page)
    objects[2] = b"<< /Type /Pages /MediaBox [0 0 600 800] /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    made = b"%PDF-1.4\n"
    offsets = []
    for number in sorted(objects):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def a_picture(caption: str) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    note = chunk(b"tEXt", b"Description\0" + caption.encode())
    return b"\x89PNG\r\n\x1a\n" + head + note + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


HARM = "He hits me at night."
FILES = {
    "a Word document": packed(word__document_dot_xml=b"<w:p><w:t>He hi</w:t><w:t>ts me at night.</w:t></w:p>"),
    "a comment in one": packed(
        word__document_dot_xml=b"<w:p/>", word__comments_dot_xml=b"<w:p>He hits me at&#32;night.</w:p>"
    ),
    "a spreadsheet": packed(xl__workbook_dot_xml=b"", xl__sharedStrings_dot_xml=b"<si>He hits me at night.</si>"),
    "slides": packed(ppt__presentation_dot_xml=b"", ppt__slides__slide1_dot_xml=b"<a:p>He hits me at night.</a:p>"),
    "a PDF": a_pdf("Statement", HARM),
    "a caption": a_picture(HARM),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "WordDocument".encode("utf-16-le")
    + b"\0\1\2" + HARM.encode("utf-16-le") + b"\0\0",
    "a web page": b"<html><body>He hits me <b>at</b> night.</body></html>",
    "rich text": rb"{\rtf1 He hits me \b at \b0 night.}",
    "plain text": HARM.encode(),
}  # fmt: skip


@pytest.mark.rule("R702")
@pytest.mark.parametrize("file", FILES)
def test_the_words_of_a_file_can_be_read_without_opening_it(file: str) -> None:
    kind = files.kind(FILES[file], "")
    assert HARM in " ".join(contents.words(FILES[file], kind).split())
    assert not contents.unheard(kind, HARM)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_pdf(), "a PDF has no words that can be read: it was not looked through"),
        (b"%PDF-1.7 broken", "a PDF has no words that can be read: it was not looked through"),
        (b"\xff\xd8\xff\xe0", "words in a picture, a film or an archive were not looked through"),
        (
            packed(statement_dot_docx=FILES["a Word document"]),
            "words in a picture, a film or an archive were not looked",
        ),
        (b"OggS", "a recording was not listened to"),
    ],
)
def test_staff_are_told_what_nobody_has_looked_through(content: bytes, said: str) -> None:
    kind = files.kind(content, "")
    assert contents.unheard(kind, contents.words(content, kind)).startswith(said)


@pytest.mark.slow
def test_a_pdf_that_would_be_read_for_ever_is_read_for_seconds() -> None:
    endless = a_pdf("x").replace(b"(x) Tj", b"(x) Tj " * 2_000_000)
    assert isinstance(pages.words(endless), str)


def test_a_mail_full_of_such_documents_however_deep_is_read_for_seconds_together() -> None:
    endless = a_pdf("x").replace(b"(x) Tj", b"() Tj " * 100_000)
    mails = [EmailMessage() for _ in range(2)]
    for number, each in enumerate(mails):
        each["From"], each["Message-ID"] = "kay@mail.example", f"<{number}@mail.example>"
        each.set_content("see attached")
        for document in range(3):
            each.add_attachment(endless + b"%%%d" % document, maintype="application", subtype="pdf", filename="a.pdf")
    mails[0].add_attachment(mails[1])
    began = time.monotonic()
    read = message(mails[0].as_bytes(), post="post/1", received=AT, seconds=1)
    assert time.monotonic() - began < 4 and len(read.files) == 4
    assert "not every file was looked through" in read.problems


def test_a_bomb_is_unpacked_as_far_as_a_limit_and_what_stood_first_is_read() -> None:
    bomb = packed(
        word__document_dot_xml=b"<w:p>He hits me at night.</w:p>" + b" " * 50_000_000, word__comments_dot_xml=b"x"
    )
    assert contents.words(bomb, files.WORD).strip() == HARM


def lying_over_one_another(name: bytes, body: bytes, entries: int) -> bytes:
    """A zipped document whose table names the same piece of itself again and again."""
    whole = zlib.decompress(body, -15)
    sizes = struct.pack("<3I2H", zlib.crc32(whole), len(body), len(whole), len(name), 0)
    piece = struct.pack("<4s5H", b"PK\3\4", 20, 0, 8, 0, 0) + sizes + name + body
    row = struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, 8, 0, 0) + sizes + struct.pack("<3H2I", 0, 0, 0, 0, 0) + name
    return (
        piece
        + row * entries
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, entries, entries, len(row) * entries, len(piece), 0)
    )


def test_a_document_that_lies_over_itself_is_unpacked_once_and_not_thousands_of_times() -> None:
    page = zlib.compress(b"<row><c>He hits me at night.</c></row>" + b" " * 10_000, level=0, wbits=-15)
    once, often = (lying_over_one_another(b"xl/worksheets/a.xml", page, entries) for entries in (1, 1_000))
    assert contents.words(once, files.EXCEL).strip() == HARM
    assert 0 < contents.words(often, files.EXCEL).count(HARM) <= len(often) / len(page) < 10


@pytest.mark.parametrize("packed_as", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_document_packed_as_no_program_packs_one_is_not_unpacked(packed_as: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed_as) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b" " * 1_000_000)
    assert contents.words(made.getvalue(), files.WORD) == ""


def mailed(content: bytes, name: str, text: str = "see attached") -> bytes:
    import base64

    return (
        b"From: Kay <kay@mail.example>\nTo: complaints@council.example\nMessage-ID: <1@mail.example>\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n%s\n--b\n"
        b"Content-Type: application/octet-stream; name=%s\n"
        b"Content-Transfer-Encoding: base64\n\n%s\n--b--\n"
    ) % (text.encode(), name.encode(), base64.encodebytes(content))


@pytest.mark.rule("R702")
async def test_harm_in_a_file_rings_and_the_files_words_are_not_kept(door: Door) -> None:
    read = message(mailed(FILES["a PDF"], "statement.pdf"), post="post/1", received=AT)
    contact = await door.contact(await door.receive(read))
    assert [alarm.level for alarm in contact.alarms] == [Level.IMMEDIATE]
    kept = await door.database.look(lambda db: contacts.one(db, "bnes", contact.id))
    assert kept is not None
    assert kept.messages[0].enclosed == ""


@pytest.mark.rule("R702", "R707")
async def test_harm_in_a_bundle_under_a_long_letter_rings_less_urgently_and_its_sender_is_not_told_to_call_999(
    door: Door,
) -> None:
    long = "We act for the mother in this matter and enclose the papers that you asked for in your letter. " * 6
    read = message(mailed(FILES["a PDF"], "bundle.pdf", long), post="post/1", received=AT)
    contact = await door.contact(await door.receive(read))
    assert [alarm.level for alarm in contact.alarms] == [Level.HARM]
    assert [said.words for said in contact.said if not said.staff] == ["email.receipt_auto"]


@pytest.mark.rule("R702")
def test_a_mail_within_the_mail_is_looked_through_too() -> None:
    read = message(post.raw("mail-within-the-mail"), post="post/1", received=AT)
    assert read.enclosed
    assert read.enclosed not in read.text


@pytest.mark.rule("R707")
async def test_a_voice_message_by_email_is_for_somebody_to_hear(door: Door) -> None:
    read = message(mailed(b"OggS voice", "voice.ogg", ""), post="post/1", received=AT)
    assert read.media == "audio"
    contact = await door.contact(await door.receive(read))
    assert [alarm.level for alarm in contact.alarms] == [Level.POSSIBLE]


def test_a_machines_files_are_not_looked_through() -> None:
    raw = mailed(FILES["a PDF"], "statement.pdf").replace(b"From:", b"Auto-Submitted: auto-generated\nFrom:", 1)
    assert message(raw, post="post/1", received=AT).enclosed == ""
