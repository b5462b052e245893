"""Tables of phrases as patterns: written like a list, in the languages that families' mail programs speak."""


def either(phrases: str) -> str:
    """A pattern for any of these phrases, which commas and line ends divide."""
    return "|".join(phrase.strip() for phrase in phrases.replace("\n", ",").split(",") if phrase.strip())
