"""Where the service listens: no address twice, and none for everybody by mistake."""

from collections.abc import Iterator
from itertools import combinations

from run.check.found import Found, to_do, wrong
from run.config import Settings

EVERYWHERE = frozenset({"0.0.0.0", "::", "[::]"})  # noqa: S104 what is warned of
PUBLIC = frozenset({"form", "run.health", "bot.webhook"})
"""The desk has an address of its own, and is looked at there; our mail door is refused elsewhere than here."""


def found(settings: Settings) -> Iterator[Found]:
    """What listens where another part does, or on every network there is."""
    listening = dict(_listening(settings))
    for (one, (here, port)), (other, (there, same)) in combinations(listening.items(), 2):
        if port == same and (here == there or EVERYWHERE & {here, there}):
            yield wrong("ports", f"{one} and {other} both listen at {port}: give one of them another port")
    for name, (host, _) in listening.items():
        if name in PUBLIC and host in EVERYWHERE:
            says = "it listens on every network of this machine: name the one address that your proxy with TLS calls"
            yield to_do(f"{name}.host", says)


def _listening(settings: Settings) -> Iterator[tuple[str, tuple[str, int]]]:
    yield "desk", (settings.desk.host, settings.desk.port)
    yield "form", (settings.form.host, settings.form.port)
    yield "run.health", (settings.run.health.host, settings.run.health.port)
    if settings.intake.smtp_door.host:
        yield "intake.smtp_door", (settings.intake.smtp_door.host, settings.intake.smtp_door.port)
    if settings.bot.webhook.url:
        yield "bot.webhook", (settings.bot.webhook.host, settings.bot.webhook.port)
