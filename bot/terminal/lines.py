"""Any line the bot can say, shown at the terminal to whoever keeps the words: nothing is sent and nothing kept."""

from outbox import catalogues, library
from outbox.library import Words

MOST = 30
"""How many names are listed at once. *Taste.*"""


def listed(part: str) -> str:
    """The names that have this in them, and when each is said."""
    found = [words for words in _every() if part.lower() in words.name]
    shown = [f"{words.name}: {words.when}" for words in found[:MOST]]
    more = [f"… and {len(found) - MOST} more: /lines and a part of the name"] if len(found) > MOST else []
    return "\n".join((*shown, *more)) or f"There is no line with “{part}” in its name."


def shown(name: str, language: str = "") -> str:
    """A line as it is written, its buttons under it; in another language, if there is a draft. Facts stay in braces."""
    words = next((words for words in _every() if name in (words.name, words.name.removeprefix("bot."))), None)
    if words is None:
        return f"There is no line called {name}. /lines lists them."
    if not language:
        return _whole(words, {}, words.name)
    if language not in catalogues.languages():
        return f"There is nothing in {language} yet. There is: {', '.join(catalogues.languages())}."
    known = catalogues.catalogue(language)
    parts = {part: known.get((words.name, part)) for part in (*words.paragraphs, *words.buttons)}
    if not all(parts.values()):
        return f"{words.name} has not been put into {catalogues.name(language)} yet."
    state = "approved" if all(line and line.approved for line in parts.values()) else "a draft, never said"
    said = {part: catalogues.laid_out(line.text, language) for part, line in parts.items() if line}
    return _whole(words, said, f"{words.name} in {catalogues.name(language)} ({state})")


def _whole(words: Words, said: dict[str, str], heading: str) -> str:
    buttons = (f"  [{said.get(label, label)}]" for label in words.buttons)
    paragraphs = "\n\n".join(said.get(part, part) for part in words.paragraphs)
    return "\n".join((f"{heading}: {words.when}", "", paragraphs, *buttons))


def _every() -> list[Words]:
    return [words for name, words in library.every().items() if name.startswith(("bot.", "adv."))]
