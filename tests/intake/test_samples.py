"""Over mail that others collected, where it stands beside the checkout: what is asked of each is found in it.

The samples are not ours to copy. Without them this test is left out, and says so.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from casework.messages import Automatic
from intake.parsing import Mail, message, parse
from tests.intake.test_parsing_messages import AT

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "mail"

pytestmark = pytest.mark.skipif(
    not (SAMPLES / "expectations.jsonl").exists(),
    reason="no mail samples: put them into ../shared/mail beside the checkout",
)


@cache
def expectations():
    lines = (SAMPLES / "expectations.jsonl").read_text(encoding="utf-8").splitlines() if SAMPLES.exists() else []
    return [json.loads(line) for line in lines]


def asked(field, *, soft=False):
    """The samples of which that much is asked, each with its mail."""
    rows = [row for row in expectations() if field in row["expect"] and (soft or field not in row.get("soft", []))]
    return [(row["id"], row["expect"][field], mail(row["file"])) for row in rows]


@cache
def mail(file) -> Mail:
    return parse((SAMPLES / "messages" / file).read_bytes())


def plain(text):
    return " ".join(text.split())


def test_no_line_that_a_sender_wrote_now_is_lost():
    lost = [
        (name, line)
        for field in ("reply", "reply_contains")
        for name, lines, found in asked(field)
        for line in lines
        if plain(line) not in plain(found.text)
    ]
    assert lost == []


def test_nine_of_ten_lines_of_older_mail_are_cut():
    own = {name: {plain(line) for line in lines} for name, lines, _ in asked("reply")}
    rows = [
        plain(line) in {plain(shown) for shown in found.text.splitlines()} - own.get(name, set())
        for name, lines, found in asked("quoted", soft=True)
        for line in lines
    ]
    assert sum(rows) <= len(rows) // 10


def test_every_body_that_is_asked_for_is_in_the_text():
    wanted = [(name, body, found) for name, bodies, found in asked("text") for body in bodies]
    wanted += [(name, re.sub(r"<[^>]*>", " ", body), found) for name, bodies, found in asked("html") for body in bodies]
    assert [(name, body) for name, body, found in wanted if plain(body) not in plain(found.text)] == []


def test_every_subject_sender_recipient_and_message_id_is_right():
    def who(people):
        return [{"name": one.name or None, "address": one.address or None} for one in people]

    wrong = [(name, found.subject) for name, subject, found in asked("subject", soft=True) if found.subject != subject]
    wrong += [(name, "from") for name, people, found in asked("from", soft=True) if who([found.sender]) != people]
    wrong += [(name, "to") for name, people, found in asked("to", soft=True) if who(found.to) != people]
    wrong += [(name, "id") for name, known, found in asked("message_id", soft=True) if found.message_id != known]
    assert wrong == []


def test_every_attachment_that_must_be_there_is_there_by_name_and_content():
    def there(wanted, found):
        names = {file.name for file in found.attachments} if wanted["filename"] else {""}
        digests = {file.sha256 for file in found.attachments}
        sizes = {file.size for file in found.attachments}
        return (
            (wanted["filename"] or "") in names
            and wanted.get("sha256") in digests | {None}
            and wanted.get("size") in sizes | {None}
        )

    firm = [(name, one, found) for name, files, found in asked("attachments") for one in files if one.get("firm")]
    assert len(firm) >= 7
    assert [(name, one) for name, one, found in firm if not there(one, found)] == []


def test_bounces_and_machines_are_recognised_and_people_are_people():
    wrong = [name for name, bounce, found in asked("bounce") if (found.automatic is Automatic.BOUNCE) != bounce]
    wrong += [name for name, machine, found in asked("not_a_person") if bool(found.automatic) != machine]
    wrong += [name for name, machine, found in asked("auto", soft=True) if bool(found.automatic) != machine]
    wrong += [name for name, named, found in asked("failed_recipients", soft=True) if set(named) - set(found.failed)]
    assert wrong == []


def test_what_joins_a_thread_shows_it():
    """Whose a mail is, `casework.matching` decides; what it decides by is read here."""
    for row in expectations():
        if row["kind"] != "thread" or "joins" in row.get("soft", []):
            continue
        raws = [(SAMPLES / "messages" / file).read_bytes() for file in row["files"]]
        first, second = (message(raw, post=f"post/{number}", received=AT) for number, raw in enumerate(raws))
        joined = second.sender == first.sender and (second.name == first.name or first.message_id in second.thread)
        assert joined == row["expect"]["joins"], row["id"]


def test_every_sample_survives():
    count = 0
    for row in expectations():
        for file in row.get("files", [row.get("file")]):
            mail(file)
            count += 1
    assert count >= len(expectations()) > 100
