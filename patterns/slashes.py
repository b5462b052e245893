"""An address with a slash too many leads to the page without it, at the desk as at the form.

Served there, it would go round what a proxy shuts. Starlette's own way leads to whatever the caller says our name is:
who uses this must turn that off.
"""


def without(path: str, query: str) -> str:
    """The address without it, with all that was asked behind it; empty where it has no slash too many."""
    short = f"/{path.strip('/')}"
    return "" if short == path else f"{short}?{query}".rstrip("?")
