"""Mails as families, workers and solicitors send them, laid out by the programs they use: for `test_parsing_letters`.

Each line begins with what it is: `+` the writer's own and never to be lost, `-` older mail to be cut, `s` a signature
or disclaimer, `=` whose fate is not judged (an attribution, a heading, an empty line). A mail is plain text unless its
name begins with `html`; `re:` and `fw:` say what the subject is.
"""

from pathlib import Path

from casework.frozen import frozen

FILE = Path(__file__).parents[1] / "post" / "letters.txt"


@frozen
class Laid:
    """One mail and what each of its lines is."""

    name: str
    raw: bytes
    own: tuple[str, ...]
    old: tuple[str, ...]
    below: tuple[str, ...]


def letters() -> list[Laid]:
    """All of them."""
    pieces = FILE.read_text(encoding="utf-8").split("\n[")[1:]
    return [_laid(*piece.split("]\n", 1)) for piece in pieces]


def _laid(name: str, body: str) -> Laid:
    lines = [(line[:1], line[2:]) for line in body.rstrip("\n").split("\n")]
    answers = "In-Reply-To: <letter.1@council.example>\n" if name.startswith(("re:", "html re:")) else ""
    subject = "Fwd: My room" if "fw:" in name else "Re: My room" if "re:" in name else "My room"
    kind = "html" if name.startswith("html") else "plain"
    head = (
        "From: Kayleigh Shaw <kayleigh.shaw@mail.example>\nTo: complaints@council.example\n"
        f"Message-ID: <{sum(map(ord, name))}@mail.example>\n{answers}Subject: {subject}\nMIME-Version: 1.0\n"
        f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    text = "\n".join(words for _, words in lines)
    which = {sign: tuple(words for each, words in lines if each == sign and words.strip()) for sign in "+-s"}
    return Laid(name, (head + text + "\n").encode(), which["+"], which["-"], which["s"])
