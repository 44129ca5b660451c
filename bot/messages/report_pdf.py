"""The PDF library's one home: a report on A4, with the fonts that come with Rung."""

import io
from collections.abc import Iterator

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, KeepTogether, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from bot.messages.pdf_text import BOLD, FONT, paragraph, register_fonts
from bot.messages.reports import Part, Report, Table
from bot.pictures.charts import png_of
from bot.pictures.direction import bare
from bot.pictures.fonts import STAND_IN, lacking_scripts
from bot.slack.rendering import plain, render_words

MARGIN = 20 * mm
PADDING = 6  # points that reportlab leaves within a frame
WIDTH = A4[0] - 2 * MARGIN - 2 * PADDING
HIGHEST = A4[1] - 2 * MARGIN - 150  # of a picture, below its heading and a few lines
INK, GREY = colors.HexColor("#1d1c1d"), colors.HexColor("#555555")
BODY = ParagraphStyle("body", fontName=FONT, fontSize=9.5, leading=14, textColor=INK, spaceAfter=4)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8.5, leading=11.5, spaceAfter=0)
STRONG = ParagraphStyle("strong", parent=SMALL, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=BODY, fontName=BOLD, fontSize=17, leading=22)
ABOUT = ParagraphStyle("about", parent=BODY, textColor=GREY)
HEADING = ParagraphStyle("heading", parent=BODY, fontName=BOLD, fontSize=12, leading=16, spaceBefore=14)


def report_pdf(report: Report) -> bytes:
    """Make a report into a PDF; one report always gives the same bytes."""
    register_fonts()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=bare(report.title),
        author="Rung",
        lang="en",
        invariant=1,
    )
    story: list[Flowable] = [paragraph(report.title, TITLE), paragraph(report.about, ABOUT)]
    lacking = lacking_scripts(" ".join(report.texts))
    if lacking:
        words = render_words("report_lacking", scripts=lacking, stand_in=STAND_IN, web_page=report.web_page)
        story.append(paragraph(plain(words.text), ABOUT))
    for part in report.parts:
        story += _part(part)
    document.build(story, onFirstPage=_numbered, onLaterPages=_numbered)
    return out.getvalue()


def _part(part: Part) -> Iterator[Flowable]:
    lines = [paragraph(line, BODY) for line in part.lines]
    first: list[Flowable] = [*lines[:1]]
    if part.heading:
        first.insert(0, paragraph(part.heading, HEADING))
    if part.svg:
        first.append(_picture(part.svg))
    yield KeepTogether(first)
    yield from lines[1:]
    if part.table and part.table.rows:
        yield Spacer(0, 4)
        yield _table(part.table)


def _picture(svg: str) -> Image:
    image = Image(io.BytesIO(png_of(svg)))
    width = min(WIDTH, HIGHEST * image.imageWidth / image.imageHeight)
    image.drawHeight, image.drawWidth = width * image.imageHeight / image.imageWidth, width
    return image


def _table(table: Table) -> Grid:
    cells = [[paragraph(cell, STRONG) for cell in table.header]]
    for place, row in enumerate(table.rows):
        style = {table.here: STRONG}.get(place, SMALL)
        cells.append([paragraph(cell, style) for cell in row])
    grid = Grid(cells, colWidths=_widths(table), repeatRows=1, hAlign="LEFT")
    grid.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.HexColor("#d0d0d0")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return grid


def _widths(table: Table) -> list[float]:
    """Columns as wide as what stands in them, none of them tiny."""
    columns = list(zip(table.header, *table.rows, strict=True))
    longest = [min(60, max(12, *map(len, column))) for column in columns]
    return [WIDTH * length / sum(longest) for length in longest]


def _numbered(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, 8)
    canvas.setFillColor(GREY)
    canvas.drawRightString(A4[0] - MARGIN, 12 * mm, str(document.page))
