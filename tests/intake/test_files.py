"""Files from strangers: what each really is, what it may be called, what in it can act, and what words are in it."""

import io
import subprocess
import sys
import zipfile
from base64 import encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import contents, files
from intake.parsing import parse
from intake.parsing.attachments import HELD
from tests.intake.post import read


def attached(oddity):
    (file,) = read(oddity).attachments
    return file


@pytest.mark.parametrize(
    ("content", "said", "kind"),
    [
        (b"%PDF-1.7\n", "image/png", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "application/octet-stream", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "", "image/webp"),
        (b"\0\0\0\x18ftypheic", "image/jpeg", "image/heic"),
        (b"\0\0\0\x18ftypM4A ", "", "audio/mp4"),
        (b"MZ\x90\0" + b"\0" * 60 + b"PE\0\0", "image/png", "application/x-msdownload"),
        (b"  <svg xmlns='x'><script/></svg>", "image/png", "image/svg+xml"),
        (b"<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg [\n<!ENTITY a 'b'>]>\n<svg/>", "", "image/svg+xml"),
        (b"<!DOCTYPE html><p>", "text/plain", "text/html"),
        (b"<!-- a --><html><svg/>", "", "text/html"),
        (b"My statement.", "application/octet-stream", "text/plain"),
        (b"\0\1\2", "", "application/octet-stream"),
        (b"name,age\n", "text/csv", "text/csv"),
    ],
)
def test_a_file_is_what_its_content_is_and_not_what_it_says(content, said, kind):
    assert files.kind(content, said) == kind


FEW_SECONDS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from intake import files
print(files.kind(sys.stdin.buffer.read(), ""))
"""


@pytest.mark.parametrize(
    "made", [b"<?xml" + b"?><!>" * 800, b"<!>" * 1_333, b"<!--" + b"-->" * 1_332, b"<![[" + b"]>" * 2_000]
)
def test_what_a_file_is_is_not_sought_in_every_way_in_which_it_could_be_a_drawing(made):
    told = subprocess.run([sys.executable, "-c", FEW_SECONDS], input=made, capture_output=True, check=True)
    assert told.stdout == b"text/plain\n"


def test_a_page_dressed_as_a_picture_is_undressed_and_staff_are_told():
    assert attached("picture-that-is-a-page").type == "text/html"
    assert "a file is not what it says it is" in read("picture-that-is-a-page").problems


def test_a_pdf_that_can_act_is_named():
    assert read("pdf-that-acts").problems == ("a PDF holds more than pages: scripts or files",)


def test_a_document_is_known_by_its_content_and_its_macros_are_named():
    assert attached("document-with-macros").type.endswith("wordprocessingml.document")
    assert read("document-with-macros").problems == ("a document holds macros",)


@pytest.mark.rule("R701")
def test_words_of_harm_in_a_document_can_be_read_without_opening_it():
    file = attached("document-with-macros")
    assert "He hits me at night." in " ".join(contents.words(file.content, file.type).split())


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kay\\letter.pdf", "letter.pdf"),
        ("photo\u202egnp.exe", "photognp.exe"),
        (".htaccess", "htaccess"),
        ("letter 12/05/2026.pdf", "letter 12_05_2026.pdf"),
        ("nul\0byte\n.pdf", "nulbyte.pdf"),
        ("ciële – Siân's (final).pdf", "ciële – Siân's (final).pdf"),
        ("letter.hta. .", "letter.hta"),
        ("letter.pdf:hidden", "letter.pdf_hidden"),
        (f"{'a' * 149}.{'b' * 20}", "a" * 149),
        ("..", ""),
    ],
)
def test_a_name_is_safe_to_save_under_and_otherwise_the_senders_own(said, safe):
    assert files.safe_name(said) == (safe, safe != said)


@given(st.text())
def test_no_name_leads_anywhere(said):
    name, _ = files.safe_name(said)
    assert "/" not in name
    assert "\\" not in name
    assert ":" not in name
    assert not name.startswith(".") and not name.endswith((".", " ")), "Windows takes these off, and opens what is left"
    assert len(name) <= files.LONGEST_NAME


@pytest.mark.parametrize(
    ("oddity", "name"),
    [
        ("name-with-a-path", "passwd"),
        ("name-in-pieces", "Llythyr Siân – final.pdf"),
        ("name-as-an-encoded-word", "Siân's letter.pdf"),
        ("name-with-spaces-unquoted", "My letter of May.pdf"),
        ("attachment-without-a-name", ""),
    ],
)
def test_a_files_name_is_read_however_it_was_written(oddity, name):
    assert attached(oddity).name == name


def test_a_program_that_calls_itself_a_picture_is_named():
    assert "a file can act when it is opened" in read("name-that-is-turned-round").problems


@pytest.mark.parametrize(
    "name",
    ["letter.one", "desk.rdp", "letter.XHTML", "letter.pdf.lnk", "disk.vhdx", "x.library-ms", "table.iqy", "a.hta."],
)
def test_what_a_machine_would_run_mount_or_open_as_a_page_is_named_whatever_lies_inside(name):
    assert "a file can act when it is opened" in files.warnings(b"abc", "text/plain", files.safe_name(name)[0], "")


def test_a_word_without_an_ending_is_only_a_word():
    assert files.warnings(b"abc", "text/plain", "run", "") == []


def test_a_document_that_unpacks_to_gigabytes_is_read_as_far_as_a_limit():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:t>help </w:t>" * 2_000_000)
    assert len(contents.words(packed.getvalue(), files.WORD)) <= contents.LONGEST


def test_small_files_are_decoded_once_and_large_ones_are_not_held():
    sent = [b"\0small", b"\0" * HELD, b"\0as small"]
    head = b"From: kay@mail.example\nContent-Type: multipart/mixed; boundary=b\n"
    part = b"\n--b\nContent-Type: image/bmp\nContent-Transfer-Encoding: base64\n\n"
    mail = parse(head + b"".join(part + encodebytes(content) for content in sent) + b"--b--\n")
    assert [one.content for one in mail.attachments] == sent
    assert [one.content is one.content for one in mail.attachments] == [True, False, True]


@given(
    st.binary(),
    st.sampled_from(
        [files.WORD, files.OPEN_TEXT, "text/html", "application/rtf", "image/png", "application/msword", ""]
    ),
)
def test_looking_for_words_never_fails(content, kind):
    assert isinstance(contents.words(b"PK\x03\x04" + content, kind), str)
    assert isinstance(contents.words(content, kind), str)
    assert isinstance(files.warnings(content, kind, "x", ""), list)
