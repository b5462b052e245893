"""Mail made up by a fuzzer that sees which lines of ours each attempt reaches (atheris), for as long as it is let.

    pip install atheris
    python -m tests.intake.fuzz -max_total_time=3600 -timeout=60 -rss_limit_mb=400 -max_len=40000 var/fuzz

It begins from the oddities of tests/post. A crash, five seconds of the processor on one mail or too much memory ends
it, with the mail kept as a file; that file becomes an oddity, and a test. (`-timeout` goes by the clock on the wall and
must be longer: on a busy machine it once named a mail that takes a fiftieth of a second.) Not part of the suite: it
ends when time does.
"""

import json
import sys
import time
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["intake", "casework.names"]):
    from intake import contents, files
    from intake.older import compare
    from intake.parsing import parse, printed

KINDS = (files.WORD, files.OPEN_TEXT, "application/msword", "image/png", "image/jpeg", "text/html", "application/rtf")


LONGEST = 5.0
"""Seconds of the processor that one mail may take."""


def attempt(raw: bytes) -> None:
    """What must hold for any bytes: an object that can be printed, the same each time, and no new word lost."""
    began = time.process_time()
    mail = parse(raw)
    json.dumps(printed(mail), ensure_ascii=False).encode()
    for file in mail.attachments[:3]:
        kind = file.type
        files.warnings(file.content, kind, file.name, kind)
        if kind != "application/pdf":  # those are read in a process of their own
            contents.words(file.content, kind)
    contents.words(raw, KINDS[len(raw) % len(KINDS)])
    compare(mail.quoted, [mail.text])
    if mail != parse(raw):
        raise AssertionError("read twice, and not alike")
    if time.process_time() - began > LONGEST:
        raise AssertionError("far too long on one mail")


def main() -> None:
    """The fuzzer's own loop; its folder begins with our oddities."""
    folder = Path(next((one for one in sys.argv[1:] if not one.startswith("-")), "var/fuzz"))
    folder.mkdir(parents=True, exist_ok=True)
    for file in (Path(__file__).parents[1] / "post").glob("*.eml"):
        (folder / file.name).write_bytes(file.read_bytes())
    atheris.Setup([sys.argv[0], *[one for one in sys.argv[1:] if one.startswith("-")], str(folder)], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
