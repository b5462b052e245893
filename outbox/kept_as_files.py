"""Letters by email where no mail server is named: each is kept as a file, as it would have been sent."""

import asyncio
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from casework.letters import Letter
from outbox.envelope import envelope, mailbox_with_name, reader_of
from outbox.outcomes import TryLater
from outbox.render import Rendered


class Files:
    """Each letter is a file in `folder`, and a line in `index.jsonl`."""

    def __init__(self, folder: Path, *, sender: str, key: bytes, now: Callable[[], datetime]) -> None:
        self._folder, self._sender, self._key, self._now = folder, mailbox_with_name(sender), key, now

    async def send(self, letter: Letter, rendered: Rendered) -> str:
        """Keep a letter; the name of its file. It is on disk, whole, when this returns."""
        reader, now = reader_of(letter), self._now()
        raw = envelope(letter, rendered, sender=self._sender, reader=reader, key=self._key, now=now)
        name = letter.name.replace("/", ".") + ".eml"
        line = {
            "at": now.isoformat(),
            "to": reader.address,
            "subject": rendered.subject,
            "words": letter.words,
            "file": name,
        }
        try:
            await asyncio.to_thread(self._keep, name, raw, json.dumps(line, ensure_ascii=False))
        except OSError as error:
            raise TryLater(f"{type(error).__name__} while writing a file") from None
        return name

    def _keep(self, name: str, raw: bytes, line: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        known = (self._folder / name).exists()
        part = self._folder / f".{name}.part"
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / name)
        if not known:  # a second copy of the same letter takes the place of the first
            with (self._folder / "index.jsonl").open("a", encoding="utf-8") as index:
                index.write(line + "\n")
