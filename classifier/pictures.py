"""Two small pictures of how a model does, as SVG: is it as sure as it is right, and what it takes for what."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

SIDE, EDGE, CELL = 240, 40, 26
INK, PALE = "#0b0c0c", "#b1b4b6"
BLUE = (29, 112, 184)


def reliability(name: str, bins: Sequence[tuple[float, float, int]]) -> str:
    """Dots: how sure (across) against how often right (up); the size of a dot is how many. On the line is honest."""
    most = max((count for _, _, count in bins), default=1)

    def drawn() -> Iterator[str]:
        yield _line(EDGE, EDGE + SIDE, EDGE + SIDE, EDGE, PALE)
        yield _line(EDGE, EDGE + SIDE, EDGE + SIDE, EDGE + SIDE, INK)
        yield _line(EDGE, EDGE, EDGE, EDGE + SIDE, INK)
        for sure, right, count in bins:
            across, up, size = EDGE + SIDE * sure, EDGE + SIDE * (1 - right), 3 + 9 * (count / most) ** 0.5
            told = f"<title>as sure as {sure:.2f}: {right:.2f} right, of {count}</title>"
            yield f'<circle cx="{across:.1f}" cy="{up:.1f}" r="{size:.1f}" fill="{_blue(0.6)}">{told}</circle>'
        for share in (0, 0.5, 1):
            yield _text(EDGE + SIDE * share, EDGE + SIDE + 16, f"{share:.1f}", "middle")
            yield _text(EDGE - 6, EDGE + SIDE * (1 - share) + 4, f"{share:.1f}", "end")
        yield _text(EDGE + SIDE / 2, EDGE + SIDE + 32, "how sure it was", "middle")
        yield _text(EDGE, EDGE - 14, f"{name}: how often it was right", "start")

    return _picture(f"How sure and how right: {name}", 2 * EDGE + SIDE, 2 * EDGE + SIDE, drawn())


def confusion(name: str, labels: Sequence[str], taken: Mapping[str, Mapping[str, int]]) -> str:
    """A row a label as it should be, a column as it was said; darker is more of the row."""
    left, top = 12 + 7 * max(map(len, labels)), 150

    def drawn() -> Iterator[str]:
        yield _text(8, 16, f"{name}: rows are right, columns were said", "start")
        for row, meant in enumerate(labels):
            yield _text(left - 6, top + CELL * row + 17, meant, "end")
            x, y = left + CELL * row + 17, top - 6
            yield f'<text x="{x}" y="{y}" transform="rotate(-60 {x} {y})">{escape(meant)}</text>'
            found = taken.get(meant, {})
            for column, said in enumerate(labels):
                count = found.get(said, 0)
                yield from _cell(left + CELL * column, top + CELL * row, count, sum(found.values()))

    width = left + CELL * len(labels) + 90
    return _picture(f"What was taken for what: {name}", width, top + CELL * len(labels) + 8, drawn())


def _cell(across: int, down: int, count: int, of: int) -> Iterator[str]:
    shade = count / of if of else 0.0
    yield f'<rect x="{across}" y="{down}" width="{CELL}" height="{CELL}" fill="{_blue(shade)}" stroke="{PALE}"/>'
    if count:
        ink = "#fff" if shade > 0.5 else INK
        yield f'<text x="{across + CELL / 2}" y="{down + 17}" text-anchor="middle" fill="{ink}">{count}</text>'


def _blue(shade: float) -> str:
    """From white to blue."""
    return "rgb(" + ",".join(str(round(255 - (255 - part) * shade)) for part in BLUE) + ")"


def _line(x1: float, y1: float, x2: float, y2: float, ink: str) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{ink}"/>'


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(said)}</text>'


def _picture(title: str, width: int, height: int, drawn: Iterator[str]) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif" font-size="11">'
    return f"{head}<title>{escape(title)}</title>{''.join(drawn)}</svg>\n"
