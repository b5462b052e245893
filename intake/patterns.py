"""Tables of phrases as patterns: written like a list, in the languages that families' mail programs speak."""


def listed(phrases: str) -> list[str]:
    """The phrases of a table, which commas and line ends divide."""
    return [phrase.strip() for phrase in phrases.replace("\n", ",").split(",") if phrase.strip()]


def either(phrases: str) -> str:
    """A pattern for any of these phrases."""
    return "|".join(listed(phrases))


def stems(phrases: str) -> tuple[str, ...]:
    """What each of these phrases begins with, as plain words, to tell quickly that a text holds none of them."""
    return tuple(phrase.partition("(")[0].lower() for phrase in listed(phrases))
