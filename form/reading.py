"""A submission to a message: what was kept, understood.

What is kept of a submission is one JSON object of all that was typed, ticked and pressed; each of its files stands in
the inbox beside it, byte for byte as it came.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, field

from casework.choices import Act
from casework.frozen import frozen
from casework.messages import Address, Channel, File, Message, Post, Sort
from casework.names import name
from casework.said import filled
from casework.said.answers import Slot
from intake import contents, files
from intake.parsing.enclosed import NOT_ALL, SECONDS
from intake.parsing.mail import Unreadable

SOURCE = "form"
MOST_WORDS = 200_000

DOCUMENTS = ThreadPoolExecutor(2, "documents")
"""Who reads documents that were sent by the form: few, and nobody else, so that a hundred that take long hold up none
of the mail and none of the chats.
"""

SCANS = ThreadPoolExecutor(2, "scans")
"""Who waits for the scanner, for the same reason: it may be silent."""

Fetch = Callable[[str], Awaitable[bytes | None]]
"""The bytes of a file that was kept, by the name of its post; None where they cannot be had now."""

Scan = Callable[[Sequence[bytes]], Sequence[str]]
"""What staff should know of files that came together, by whoever looks through them for viruses."""


@frozen
class Submission:
    """What somebody sent on one page. `sort` says which: words, answers to the four questions, or a button."""

    sender: str = field(repr=False)
    reference: str
    sort: str
    text: str = field(default="", repr=False)
    press: str = ""
    name: str = field(default="", repr=False)
    files: tuple[dict[str, str], ...] = field(default=(), repr=False)
    problems: tuple[str, ...] = ()

    def as_kept(self) -> bytes:
        """Its bytes in the inbox."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()


def nothing_found(contents: Sequence[bytes]) -> Sequence[str]:
    """There is no scanner."""
    del contents
    return ()


async def no_files(post: str) -> bytes | None:
    """Where the store cannot be asked, only the words are read."""
    del post
    return None


async def read(post: Post, *, fetch: Fetch = no_files, scan: Scan = nothing_found, seconds: float = SECONDS) -> Message:
    """The message in a submission. Raises Unreadable for what our own form never sent."""
    try:
        given = Submission(**json.loads(post.raw))
    except (ValueError, TypeError) as fault:
        raise Unreadable("it is no submission of our form") from fault
    attached = tuple(_file(each) for each in given.files)
    texts, problems = await _looked_through(attached, fetch, scan, time.monotonic() + seconds)
    recorded = any(each.type.startswith("audio/") for each in attached)
    return Message(
        name=name("message", post.name),
        post=post.name,
        channel=Channel.FORM,
        sender=Address(Channel.FORM, given.sender),
        received=post.received,
        text=_answers(given) if given.sort == filled.MEDIA else given.text,
        sort={"press": Sort.PRESS, filled.MEDIA: Sort.OTHER}.get(given.sort, Sort.WORDS),
        media=filled.MEDIA if given.sort == filled.MEDIA else "audio" if recorded else "document" if attached else "",
        press=given.press,
        sender_name=given.name,
        files=attached,
        shown_reference=given.reference,
        problems=tuple(dict.fromkeys((*given.problems, *problems))),
        enclosed="\n\n".join(texts)[:MOST_WORDS],
    )


def _file(said: dict[str, str]) -> File:
    called, _ = files.safe_name(said["name"])
    return File(called, said["type"], int(said["size"]), said["sha256"], fetch=said["handle"])


def _answers(given: Submission) -> str:
    """The page as staff read it: each question that was answered, and the answer."""
    ticked = dict(each.split("=") for each in given.press.split())
    lines = [f"{asked}: {label}" for slot, asked in QUESTIONS.items() if (label := _label(slot, ticked))]
    called = [f"Call me: {given.name}"] if given.name else []
    return "\n".join((*lines, *called, *([given.text] if given.text else [])))


QUESTIONS = {Slot.WHO: "Who are you", Slot.NAME: "Name", Slot.ADVOCATE: "Advocate", Slot.KIND: "What should we do"}


def _label(slot: Slot, ticked: dict[str, str]) -> str:
    adult = ticked.get(slot) == Act.TELL_THEM
    of = filled.ADVOCATE_OF_A_CHILD if adult else filled.ASKED[slot]
    return next((label for label, act in filled.choices(of) if act == ticked.get(slot)), "")


async def _looked_through(
    attached: tuple[File, ...], fetch: Fetch, scan: Scan, until: float
) -> tuple[list[str], list[str]]:
    """What can be read in the files, for the signs of harm (R702), and what staff should know of them."""
    texts, told = [], []
    for each in attached:
        content = await fetch(name_of(each.fetch))
        if content is None:
            told.append("files were not looked through")
            continue
        said, unheard = await _words(content, each.type, until - time.monotonic())
        texts.append(said)
        told += files.warnings(content, each.type, each.name, each.type)
        told += [unheard, *await asyncio.get_running_loop().run_in_executor(SCANS, scan, (content,))]
    return texts, [each for each in told if each]


async def _words(content: bytes, kind: str, seconds: float) -> tuple[str, str]:
    """What can be read in a file by then, and why it was not."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(max(0, seconds)):
            said = await loop.run_in_executor(DOCUMENTS, contents.words, content, kind, seconds)
    except TimeoutError:
        return "", NOT_ALL
    return said, contents.unheard(kind, said)


def name_of(handle: str) -> str:
    """The post in which a file of the form stands: as a chat's, so that the desk finds both alike."""
    return name("telegram-file", SOURCE, handle)
