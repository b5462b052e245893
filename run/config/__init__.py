"""What this installation is told: config.yaml, the environment over it, a council's profile, and secret files.

Nothing outside this folder reads a settings file or the environment. What it does not know it refuses, all at once and
by name; what it is told it never says back.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from run.config import plainly
from run.config.checks import checked, known_keys, plain
from run.config.kinds import Tls
from run.config.profiles import COUNCILS, load_council, names
from run.config.settings import (
    BotSettings,
    ClamavSettings,
    DeskSettings,
    FormSettings,
    HealthSettings,
    ImapSettings,
    IntakeSettings,
    OAuthSettings,
    OidcSettings,
    OutboxSettings,
    RunSettings,
    Settings,
    SirenSettings,
    SmtpDoorSettings,
    SmtpSettings,
    StoreSettings,
    SweepSettings,
    WebhookSettings,
)
from run.config.trees import Misconfigured, Tree, read

__all__ = [
    "COUNCILS", "BotSettings", "ClamavSettings", "DeskSettings", "FormSettings", "HealthSettings", "ImapSettings",
    "IntakeSettings", "Misconfigured", "OAuthSettings", "OidcSettings", "OutboxSettings", "RunSettings", "Settings",
    "SirenSettings", "SmtpDoorSettings", "SmtpSettings", "StoreSettings", "SweepSettings", "Tls", "WebhookSettings",
    "load", "load_council", "names", "secret",
]  # fmt: skip

PREFIX = "HEARD_"

A_TOKEN = re.compile(r"\d+:[\w-]{20,}", re.ASCII)
"""What BotFather gives. As the name of a file it would be said, and logged, where no such file is found."""

UNREADABLE: Mapping[type[Exception], str] = {
    FileNotFoundError: "there is no such file",
    PermissionError: "this account may not read it; it should be its own, with mode 600",
    IsADirectoryError: "it is a folder",
    NotADirectoryError: "there is no such file",
    UnicodeDecodeError: "it is not text",
}


def load(path: Path, environ: Mapping[str, str], folder: Path = COUNCILS) -> Settings:
    """The settings of this installation; `Misconfigured` says everything that is wrong with them."""
    source = read(path)
    checked(Settings, source.values, (source,))
    settings = _with_environment(
        plain(source.values), {key: value for key, value in environ.items() if key.startswith(PREFIX)}
    )
    if settings.council not in names(folder):
        said = f"expected one of {', '.join(names(folder))}"
        raise Misconfigured(
            f"{PREFIX}COUNCIL: {said}" if f"{PREFIX}COUNCIL" in environ else source.problem(("council",), said)
        )
    return settings


def secret(path: str | Path, key: str, *, lines: bool = False) -> str:
    """What a secret file holds, without the line's end. The setting and the file are named if it cannot be used; its
    words never. Many `lines` only where there may be: a password with a second one would be no password anywhere.
    """
    if A_TOKEN.fullmatch(str(path)):
        raise Misconfigured(f"{key}: that is the token itself: put it into a file, and the file's name here")
    try:
        text = Path(path).read_text(encoding="utf-8-sig").strip()  # Notepad's mark, which nobody sees, is not of it
    except (OSError, ValueError) as error:
        why = UNREADABLE.get(type(error), type(error).__name__)
        raise Misconfigured(f"{key}: {path}: the secret cannot be read: {why}") from None
    if not text:
        raise Misconfigured(f"{key}: {path}: the secret is empty")
    if "\n" in text and not lines:
        raise Misconfigured(f"{key}: {path}: the secret has more than one line; keep the one that is meant")
    return text


def _with_environment(values: Tree, said: Mapping[str, str]) -> Settings:
    """HEARD_INTAKE__IMAP__HOST is intake.imap.host, over the file. Empty means unset: the key's default."""
    places = {variable: tuple(variable.removeprefix(PREFIX).lower().split("__")) for variable in said}
    strange = [variable for variable, keys in places.items() if keys[-1] not in known_keys(Settings, keys[:-1])]
    if strange:
        raise Misconfigured("\n".join(f"{variable}: nobody declared this key; see config.yaml" for variable in strange))
    for variable, keys in places.items():
        values = _put(values, keys, said[variable])
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        found = {
            tuple(map(str, each["loc"])): each["msg"] for each in error.errors(include_url=False, include_input=False)
        }
    lines = [f"{variable}: {_expected(found, keys)}" for variable, keys in places.items() if _expected(found, keys)]
    raise Misconfigured("\n".join(lines))


def _expected(found: Mapping[tuple[str, ...], str], keys: tuple[str, ...]) -> str:
    said = next((message for place, message in found.items() if place[: len(keys)] == keys), "")
    return plainly.of_value(said)


def _put(values: Tree, keys: tuple[str, ...], value: str) -> Tree:
    key, *deeper = keys
    inner = values.get(key)
    if deeper:
        return {**values, key: _put(inner if isinstance(inner, dict) else {}, tuple(deeper), value)}
    kept = {name: each for name, each in values.items() if name != key}
    return {**kept, key: value} if value else kept
