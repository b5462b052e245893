"""The files of an installation: the key and the secrets, who else may read them, and whether there is room."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from run import keeping
from run.check.found import Found, to_do, well, wrong
from run.config import Misconfigured, Settings
from run.config.settings import OAuthSettings
from store import engines

Free = Callable[[Path], int]
"""How many bytes are free where a folder is."""

LITTLE, NONE = 2_000_000_000, 200_000_000
"""Bytes at which somebody should make room, and at which a few large mails end it. *Taste.*"""


def found(settings: Settings, outbox: Path, free: Free) -> Iterator[Found]:
    """What others may read, what cannot be written, what is nearly full."""
    for name, path in _secrets(settings):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO:
            yield wrong(name, f"every account on this machine may read {path}: chmod 600 {path}")
        elif _open_to_all(path.absolute().parent):
            says = f"every account on this machine may put another in the place of {path}"
            yield wrong(name, f"{says}: chmod 700 {path.absolute().parent}")
    if not settings.outbox.smtp.host and not _writable(outbox):
        yield wrong(str(outbox), "letters are to be written there and cannot be: make it a folder of this account's")
    elif not settings.outbox.smtp.host and _read_by_all(outbox):
        yield to_do(str(outbox), f"every account on this machine may read the letters there: chmod 700 {outbox}")
    database = _embedded(settings.store.url)
    if database is None:
        return
    if database.is_file() and stat.S_IMODE(database.stat().st_mode) & stat.S_IRWXO:
        yield to_do("database", f"every account on this machine may read {database}: chmod 600 {database}")
    if database.absolute().parent == Path(settings.store.key_file).absolute().parent:
        says = "whoever copies the folder has both: keep it elsewhere than the database"
        yield to_do("store.key_file", f"it lies beside the database, and {says}")
    if database.parent.is_dir() and (room := free(database.parent)) < LITTLE:
        says = f"{room // 1_000_000} MB are left where the database is: make room, or nothing more can be kept"
        yield wrong("disk", says) if room < NONE else to_do("disk", says)


def of_settings(path: Path, settings: Settings) -> Iterator[Found]:
    """A password that stands in the settings themselves is as secret as they are."""
    said = path.read_text(encoding="utf-8") if path.is_file() else ""
    password = engines.parse(settings.store.url).password
    if password and password in said and stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO:
        says = f"every account on this machine may read the database's password in {path}: chmod 640 {path}"
        yield wrong("store.url", says)


def key(settings: Settings) -> Found:
    """Whether there is a key that seals and signs, or one could be made."""
    path = Path(settings.store.key_file)
    try:
        keeping.key_of(settings.store)
    except Misconfigured as fault:  # the database is asked first whether anything is sealed
        return wrong("database" if str(fault).startswith("store.url") else "key", str(fault))
    if not all(re.fullmatch("[0-9a-f]{64}", each) for each in path.read_text(encoding="utf-8").split()):
        says = "not every line is a key of Heard's, 64 of 0-9 and a-f: put the kept copy back"
        return wrong("key", f"store.key_file: {path}: {says}")
    return well("key", f"{path}: keep a copy elsewhere than the database's")


def _read_by_all(folder: Path) -> bool:
    """Whether anybody may go there and read."""
    above = folder.absolute().parent
    return folder.is_dir() and all(each.stat().st_mode & stat.S_IXOTH for each in (folder, above, *above.parents[:2]))


def _open_to_all(folder: Path) -> bool:
    """Whether anybody may write there; where each can only touch what is theirs, as in /tmp, nobody else can."""
    mode = folder.stat().st_mode if folder.is_dir() else 0
    return bool(mode & stat.S_IWOTH and not mode & stat.S_ISVTX)


def _secrets(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Each file that holds a secret, by the key that names it."""
    box, out, bot = settings.intake.imap, settings.outbox.smtp, settings.bot
    named = {
        "store.key_file": settings.store.key_file,
        "intake.imap.password_file": box.password_file,
        "outbox.smtp.password_file": out.password_file,
        "outbox.smtp.dkim.key_file": out.dkim.key_file,
        "bot.token_file": bot.token_file,
        "bot.webhook.secret_file": bot.webhook.secret_file,
        "desk.oidc.client_secret_file": settings.desk.oidc.client_secret_file,
        **_of_tokens("intake.imap", box.oauth),
        **_of_tokens("outbox.smtp", out.oauth),
    }
    return ((name, Path(path)) for name, path in named.items() if path)


def _of_tokens(section: str, found: OAuthSettings) -> dict[str, str | None]:
    return {
        f"{section}.oauth.secret_file": found.secret_file,
        f"{section}.oauth.refresh_token_file": found.refresh_token_file,
    }


def _embedded(url: str) -> Path | None:
    """The database's own file, where it is one."""
    return Path(engines.parse(url).database or "") if keeping.is_embedded(url) else None


def _writable(folder: Path) -> bool:
    nearest = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)
