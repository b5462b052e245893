"""The mails of the bench: no two alike, mixed as a council's are, the same each time, and all of them can be read."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest

from intake import pages
from intake.parsing import Mail, parse
from run.bench import mails
from run.bench.enclosed import WEIGHT, printed
from tests.run.asking import heard

MANY = 600


@pytest.fixture(scope="module")
def raws() -> list[bytes]:
    return mails.some(range(MANY))


@pytest.fixture(scope="module")
def read(raws: list[bytes]) -> list[Mail]:
    return [parse(raw) for raw in raws]


def test_a_mail_is_the_same_alone_as_among_others_and_again(raws: list[bytes]) -> None:
    some = range(0, MANY, 7)
    assert [mails.one(number) for number in some] == [raws[number] for number in some]


def test_no_two_say_the_same(read: list[Mail]) -> None:
    told = [mail.text for mail in read if not mail.automatic]
    assert len(set(told)) == len(told)


def test_each_can_be_read_and_says_what_was_put_in(read: list[Mail]) -> None:
    assert not {mail.unreadable for mail in read} - {""}
    for number, mail in enumerate(read):
        if not mail.in_reply_to:
            (first, *_) = mails.told(number, 1)
            assert "".join(first.split())[:40] in "".join((mail.text + mail.signature).split())


def test_the_mix_has_its_shares(raws: list[bytes], read: list[Mail]) -> None:
    forms = [_forms(message_from_bytes(raw, _class=EmailMessage, policy=policy.default)) for raw in raws]
    answers = [bool(mail.in_reply_to) and not mail.automatic for mail in read]
    assert _share([bool(mail.automatic) for mail in read]) == pytest.approx(mails.AUTOMATIC, abs=0.02)
    assert _share(answers) == pytest.approx(mails.REPLIES, abs=0.04)
    assert _share([{"text/plain", "text/html"} <= each for each in forms]) == pytest.approx(0.39, abs=0.06)
    assert 0 < _share(["text/html" in each and "text/plain" not in each for each in forms]) < 0.04
    assert _share([bool(mail.attachments) for mail in read]) == pytest.approx(mails.FILES, abs=0.02)
    assert 0.1 < _share([not mail.text.isascii() for mail in read]) < 0.25
    assert {"utf-8", "windows-1252", "iso-8859-1", "8bit", "base64", "quoted-printable"} <= set().union(*forms)
    assert {"application/pdf", "image/jpeg"} <= set().union(*forms)


def test_an_answer_is_of_the_sender_of_an_earlier_mail_and_repeats_it_below(read: list[Mail]) -> None:
    wrote = {mail.message_id: (number, mail) for number, mail in enumerate(read)}
    answers = [(number, mail) for number, mail in enumerate(read) if mail.in_reply_to]
    assert answers
    for number, mail in answers:
        earlier, first = wrote[mail.in_reply_to]
        assert earlier < number and not first.in_reply_to and first.sender == mail.sender
        assert mail.automatic or mails.RECEIPT.split(",")[0] in " ".join(mail.quoted.replace(">", " ").split())


def test_a_file_weighs_as_much_as_is_said_and_a_letter_in_one_is_read() -> None:
    letter = printed(["Nobody came (again).", "The gate is locked \\ shut."], Random(1))
    assert WEIGHT <= len(letter) < WEIGHT * 1.1
    assert pages.words(letter).split("\n")[:2] == ["Nobody came (again).", "The gate is locked \\ shut."]


def test_the_way_to_the_receipt_is_measured_with_mails_of_a_folder_too(raws: list[bytes], tmp_path: Path) -> None:
    for number, raw in enumerate(raws[:5]):
        (tmp_path / f"{number}.eml").write_bytes(raw)
    answered = heard("bench", "intake", "--mails", tmp_path)
    assert answered.code == 0, answered
    assert answered.objects[0]["mails"] == 5
    assert answered.objects[0]["mails a second, bytes to receipt in the outbox"] > 0
    assert heard("bench", "intake", "--mails", tmp_path / "elsewhere").code == 1


def _forms(mail: EmailMessage) -> set[str]:
    """The kinds of its parts, and how they are written."""
    parts = [part for part in mail.walk() if not part.is_multipart()]
    how = {(part.get_content_charset() or "", str(part.get("content-transfer-encoding", ""))) for part in parts}
    return {part.get_content_type() for part in parts} | {word for both in how for word in both}


def _share(yes: list[bool]) -> float:
    return sum(yes) / len(yes)
