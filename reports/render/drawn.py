"""A drawing in a Word document that is a chart of its own kind: sharp on paper, and with a text in its place.

The library knows pictures only, so the chart's part and the place where it stands are written out here. It holds its
numbers and no workbook: what it shows is in the table beside it.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from reports.render.charts import BAR, QUIET, REST, Chart
from reports.render.sentences import Bar

KIND = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPACES = (
    f'xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LOOK = (
    "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"><a:latin typeface="Arial"/></a:defRPr></a:pPr>'
    '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
)
WIDE, HEAD, EACH = 17, 0.6, 0.75
"""Centimetres: how wide a chart is, and how high for each bar."""


def add(paper: Document, drawn: Chart, number: int) -> None:
    """Put the chart at the end of the document."""
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, KIND, _chart(drawn).encode(), paper.part.package)
    place = paper.part.relate_to(part, RELATION)
    holder = paper.add_paragraph()
    holder.paragraph_format.keep_with_next = True
    holder.add_run()._r.append(parse_xml(_place(drawn, number, place)))  # noqa: SLF001


def _place(drawn: Chart, number: int, place: str) -> str:
    wide, high = Cm(WIDE), Cm(HEAD + EACH * len(drawn.bars))
    words = quoteattr(f"Bar chart. {drawn.sentence} {drawn.shows}")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<w:drawing xmlns:w="{word}" xmlns:wp="{DRAWING}/wordprocessingDrawing" {SPACES}>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{1000 + number}" name="Chart {number}" descr={words}/>'
        f'<a:graphic><a:graphicData uri="{DRAWING}/chart"><c:chart r:id="{place}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _chart(drawn: Chart) -> str:
    parted = any(bar.part is not None for bar in drawn.bars)
    series = [[bar.length for bar in drawn.bars]]
    if parted:
        series = [[bar.part for bar in drawn.bars], [_rest(bar) for bar in drawn.bars]]
    written = "".join(_series(drawn.bars, at, values) for at, values in enumerate(series))
    grouping = "stacked" if parted else "clustered"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {SPACES}><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea>'
        f'<c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f'{written}<c:gapWidth val="40"/><c:overlap val="{100 if parted else 0}"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_axis('catAx', 1, 2, 'l', 'maxMin', hidden=False)}{_axis('valAx', 2, 1, 'b', 'minMax', hidden=True)}"
        '</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{LOOK}</c:chartSpace>"
    )


def _series(bars: Sequence[Bar], at: int, values: Sequence[float | None]) -> str:
    """One row of bars: those that are meant, or the rest of each."""
    names = "".join(f'<c:pt idx="{place}"><c:v>{escape(_named(bar))}</c:v></c:pt>' for place, bar in enumerate(bars))
    numbers = "".join(
        f'<c:pt idx="{place}"><c:v>{value:g}</c:v></c:pt>' for place, value in enumerate(values) if value is not None
    )
    count = f'<c:ptCount val="{len(bars)}"/>'
    quiet = "".join(
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_paint(QUIET)}</c:dPt>'
        for place, bar in enumerate(bars)
        if bar.quiet
    )
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{_paint(REST, BAR) if at else _paint(BAR)}'
        f'<c:invertIfNegative val="0"/>{quiet}'
        f"<c:cat><c:strLit>{count}{names}</c:strLit></c:cat><c:val><c:numLit>{count}{numbers}</c:numLit></c:val></c:ser>"
    )


def _paint(inside: str, line: str = "") -> str:
    edge = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{line[1:].upper()}"/></a:solidFill></a:ln>' if line else ""
    return f'<c:spPr><a:solidFill><a:srgbClr val="{inside[1:].upper()}"/></a:solidFill>{edge}</c:spPr>'


def _rest(bar: Bar) -> float | None:
    return None if bar.length is None else bar.length - (bar.part or 0)


def _axis(kind: str, own: int, other: int, where: str, order: str, *, hidden: bool) -> str:
    nought = '<c:min val="0"/>' if kind == "valAx" else ""
    return (
        f'<c:{kind}><c:axId val="{own}"/><c:scaling><c:orientation val="{order}"/>{nought}</c:scaling>'
        f'<c:delete val="{int(hidden)}"/><c:axPos val="{where}"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="{other}"/><c:crosses val="autoZero"/>'
        f"</c:{kind}>"
    )


def _named(bar: Bar) -> str:
    """The value stands with the label, so that a hidden one is said too."""
    return f"{bar.label}: {bar.says}"
