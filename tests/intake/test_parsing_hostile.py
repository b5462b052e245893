"""Whatever is sent, an object comes back: whole, printable, soon, and in little memory."""

import json
import random
import subprocess
import sys
import time
from base64 import encodebytes
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.parsing import message, parse, printed
from intake.parsing.mail import Unreadable
from tests.intake import post
from tests.intake.test_parsing_messages import AT

HEAD = b"From: a@mail.example\nTo: complaints@council.example\nSubject: Re: x\nMessage-ID: <1@mail.example>\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\n\n"
PARTS = HEAD + b"Content-Type: multipart/mixed; boundary=b0\n\n"
BINARY = HEAD + b"Content-Transfer-Encoding: base64\nContent-Type: "
WROTE = b"On Mon, 5 Jan 2026 at 10:00, Jo <jo@council.example> wrote:\n"
SECONDS = 5

MONSTERS = {
    "nested for ever": PARTS + b"".join(
        b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (level, level + 1) for level in range(50_000)
    ),
    "nested in itself": PARTS + b"--b0\nContent-Type: multipart/mixed; boundary=b0\n\n" * 60_000,
    "a hundred thousand parts": PARTS + b"--b0\n\nx\n" * 100_000,
    "lines of stars that end in a letter": PLAIN + (b"*" * 990 + b"x\n") * 300,
    "headers that never end": HEAD + b"X: a\n" * 1_000_000,
    "one header that never ends": HEAD + b"X: " + b"a" * 10_000_000,
    "twenty thousand recipients": b"To: " + b",\n ".join(b"u%d@a.example" % n for n in range(20_000)) + b"\n" + PLAIN,
    "brackets in a sender": b"From: " + b"(" * 300_000 + b"\n\nx",
    "at signs in a sender": b"From: " + b"a @ " * 100_000 + b"\n\nx",
    "a line of 25 MB": PLAIN + b"a" * 25_000_000,
    "only line ends": PLAIN + b"\n" * 5_000_000,
    "attributions": PLAIN + (WROTE + b"text\n\n") * 20_000,
    "attributions without an address": PLAIN
    + b"Hi.\n\nOn Tue, 6 Jan 2026 at 10:15, Jo Price wrote:\n\nx\n" * 20_000,
    "almost attributions": PLAIN + b"On " + b"6 Jan 2026 " * 8 + b"at 10:15, " + b"Jo " * 250_000 + b"wrote:\n\n",
    "telephones almost": PLAIN + b"from my ee bt mac pc tab \n" * 100_000,
    "lawyers": PLAIN + b"intended for the addressee, deleted in error " * 60_000,
    "beginnings of attributions": PLAIN + b"On Mon 5 Jan 2026 at 10:00 x <a@b.c>\nfoo bar\n" * 50_000,
    "headings": PLAIN + b"From: a\nSent: b\nTo: c\nSubject: d\n" * 30_000,
    "marks of signatures": PLAIN + b"-- \n" * 150_000,
    "telephones": PLAIN + b"Sent from my iPhone\n" * 100_000,
    "angles": HTML + b"<" * 2_000_000,
    "divisions": HTML + b"<div>" * 400_000,
    "what lexbor cannot bear": HTML + b"<a><b>" * 300_000,
    "styles that never end": HTML + b"<style>" * 300_000,
    "comments that never end": HTML + b"<!--" * 500_000,
    "quotes in tags": HTML + b'<a title="><"' * 150_000,
    "a number of a million digits": HTML + b"&#" + b"9" * 1_000_000 + b";",
    "padding": BINARY + b"text/plain\n\n" + b"=A" * 3_000_000,
    "shifts that never end": HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B" * 500_000,
    "an alphabet that is slow": HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 100_000,
    "nothing but zeros": b"\0" * 5_000_000,
    "noise": random.Random(1).randbytes(3_000_000),
    "mails in mails": HEAD + b"Content-Type: message/rfc822\n\n" * 20_000 + b"x" * 1_000_000,
    "a wrapper of nothing": HEAD + b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22\0\0\1" + b"\0" * 5_000_000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("monster", MONSTERS)
def test_no_mail_holds_up_the_next(monster):
    began = time.process_time()
    found = printed(parse(MONSTERS[monster]))
    assert time.process_time() - began < SECONDS
    json.dumps(found, ensure_ascii=False).encode()


@pytest.mark.parametrize("monster", ["nested for ever", "a hundred thousand parts", "headers that never end"])
def test_a_monster_is_for_a_person_and_its_sender_can_be_told(monster):
    with pytest.raises(Unreadable) as found:
        message(MONSTERS[monster], post="post/1", received=AT)
    assert found.value.sender == "a@mail.example"


@pytest.mark.slow
def test_a_mail_of_25_megabytes_is_read_in_300(tmp_path: Path):
    file = tmp_path / "big.eml"
    file.write_bytes(
        PARTS
        + b"--b0\n\nhi\n--b0\n"
        + BINARY[len(HEAD) :]
        + b"application/pdf\n\n"
        + encodebytes(b"%PDF-" + b"x" * 18_000_000)
    )
    peak = (
        "import sys; from pathlib import Path; from intake.parsing import parse\n"
        "assert parse(Path(sys.argv[1]).read_bytes()).attachments[0].size == 18000005\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    if not Path("/proc/self/status").exists():
        pytest.skip("this machine does not say how much memory a process took")
    done = subprocess.run([sys.executable, "-c", peak, file], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300_000


@given(st.binary(max_size=2_000))
def test_any_bytes_give_an_object(raw):
    found = parse(raw)
    json.dumps(printed(found), ensure_ascii=False).encode()
    assert found == parse(raw)


FRAGMENTS = st.sampled_from(
    rb"""
        \n|\n\n|\r\n\r\n|From: |Subject: |Content-Type: |multipart/mixed; boundary=b\n|--b\n
        multipart/alternative; boundary=b|--b--\n|text/html|text/plain; charset=|utf-16|utf-7|hz|koi8-r
        message/rfc822\n\n|=?utf-8?q?=C3?=|=?x?b?
        Date: |+AGE-|\0
        Content-Transfer-Encoding: base64\n\n|<div style='display:none'>|</div>|<style>|<!--
        &#xD800;|> |-- \n|begin 644 a\n
        On Mon, 5 Jan 2026 at 10:00, Jo <jo@a.example> wrote:\n|Sent from my iPhone\n
        `\n|-----Original Message-----\n|end\n
        From: a\nSent: 2026-01-05\nTo: b\nSubject: c\n|\xff\xfe|\xe2\x80\x8b|\x78\x9f\x3e\x22|filename="|a@b.example
        Action: failed\nFinal-Recipient: rfc822; a@b.c\n|message/delivery-status\n\n|name*0*=utf-8''%E2
    """.decode("unicode_escape")
    .encode("latin-1")
    .replace(b"\n        ", b"|")
    .split(b"|")
)


@settings(max_examples=300)
@given(st.lists(FRAGMENTS | st.binary(max_size=8), max_size=40).map(b"".join))
def test_any_bytes_shaped_like_mail_give_an_object(raw):
    json.dumps(printed(parse(raw)), ensure_ascii=False).encode()
    json.dumps(printed(parse(HEAD + raw)), ensure_ascii=False).encode()


TYPED = st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=30)
LINES = st.sampled_from(
    """
        On 3 May you wrote:; > a list of mine;--;-- ;From: my mum;To: whom it may concern;Date: 3 May 2024;____________
        Sent from my heart;he said: go away;It is all below.;-----Original Message-----;> >;| a table |;I wrote:;;;
        Please help, I am scared of him.;On Monday, 5 Jan 2026 at 10:00, Jo Price wrote:;This is confidential.
        Subject: none
    """.strip()
    .replace("\n        ", ";")
    .split(";")
)


@settings(max_examples=300)
@given(st.lists(LINES | TYPED, max_size=15), st.booleans())
def test_whatever_is_cut_from_the_new_words_is_kept_beside_them(lines, replying):
    raw = HEAD.replace(b"Re: x", b"Re: x" if replying else b"x") + b"\n" + "\n".join(lines).encode()
    mail = parse(raw)
    shown = f"{mail.text}\n{mail.quoted}\n{mail.signature}".split()
    assert sorted(shown) == sorted(" ".join(lines).split())


def test_every_oddity_is_printable_and_read_twice_alike():
    for file in sorted(post.FOLDER.glob("*.eml")):
        raw = file.read_bytes()
        assert json.dumps(printed(parse(raw)), ensure_ascii=False).encode()
        assert parse(raw) == parse(raw)
