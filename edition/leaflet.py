"""How to print and fold, as a page to print and lay beside the printer: the words, and beside them the sheets.

It is drawn by hand, with faces that every reader of PDFs has by itself, since whatever sets type would take as long to
load as a book to impose. It fits on A4 and on Letter. The words alone are plain text, for those who cannot see it.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from edition.diagram import Shape, draw_side, name_side
from edition.formes import Forme
from edition.instructions import Sheetwork, instruct
from edition.qpdf import Dictionary, Name, Object, Pdf, Stream, save
from edition.signatures import Plan

WIDTH, HEIGHT = 595.28, 792.0
"""As wide as A4 and as high as Letter, in pt."""
LEFT, TOP, RIGHT = 42.0, 750.0, 553.0
SIZE, LEADING = 9.0, 11.4
COLUMN = 4.7
"""The width of a letter, on average: what stands below each other in the text does so here."""
ASIDE = 402.0
"""Where the sheets are drawn."""
ACROSS = 70.0
"""How wide a side is."""
GAP = 11.0
FIGURE = 0.556
"""The width of a figure of Helvetica by its size."""


def make_leaflet(work: Sheetwork, forme: Forme) -> bytes:
    """Return the page as a PDF; the same work gives the same bytes."""
    lines = instruct(work).rstrip("\n").split("\n")
    content = "\n".join([*_text(lines), *_sheets(work.plan, forme)])
    book = Pdf.new()
    faces = {
        name: Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(face), Encoding=Name.WinAnsiEncoding)
        for name, face in (("/R", "/Helvetica"), ("/B", "/Helvetica-Bold"))
    }
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Object.parse(f"[0 0 {WIDTH} {HEIGHT}]".encode()),
        Resources=Dictionary(Font=Dictionary(faces)),
        Contents=Stream(book, content.encode("cp1252", "replace")),
    )
    tree = book.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=Object.parse(b"[]")))
    page.Parent = tree
    tree.Kids.append(book.make_indirect(page))
    book.Root.Pages = tree
    book.Root.Lang = Object.parse(b"(en)")
    title = ("\ufeff" + lines[0]).encode("utf-16-be").hex()
    book.trailer.Info = book.make_indirect(Dictionary(Title=Object.parse(f"<{title}>".encode())))
    out = BytesIO()
    save(book, out)
    return out.getvalue()


def _text(lines: list[str]) -> Iterator[str]:
    """Yield the operators that write the lines, each where it stands in the text."""
    title, *rest = lines
    yield from _write(LEFT, TOP, "/B", 13.0, title)
    for number, line in enumerate(rest, 1):
        y = TOP - 6 - number * LEADING
        if line and not line.startswith(" "):
            yield from _write(LEFT, y, "/B", SIZE, line)
            continue
        # What two spaces part, or a number and its sentence, stands in columns.
        for part in re.finditer(r"\d+\.(?= )|\S+(?: \S+)*", line):
            yield from _write(LEFT + (part.start() - 4) * COLUMN, y, "/R", SIZE, part[0])


def _write(x: float, y: float, face: str, size: float, words: str) -> Iterator[str]:
    shown = re.sub(r"([()\\])", r"\\\1", words)
    yield f"BT {face} {size:g} Tf {x:.2f} {y:.2f} Td ({shown}) Tj ET"


def _sheets(plan: Plan, forme: Forme) -> Iterator[str]:
    """Yield the operators that draw the sheets, each front with its back: as many as the page holds, and which."""
    height = forme.sheet[1] * ACROSS / forme.sheet[0]
    rows = int((TOP - 40) // (height + 2 * GAP))
    across = 1 if plan.one_sided else 2
    sides = range(min(len(plan.sides), rows * across))
    for number in sides:
        row, column = divmod(number, across)
        x, y = ASIDE + column * (ACROSS + GAP), TOP - GAP - row * (height + 2 * GAP)
        yield from _write(x, y + 3.5, "/R", 6.5, name_side(plan, number))
        yield f"q 1 0 0 1 {x:.2f} {y:.2f} cm"
        for shape in draw_side(plan, forme, number, ACROSS):
            yield _drawn(shape)
        yield "Q"
    if len(sides) < len(plan.sides):
        y = TOP - GAP - -(-len(sides) // across) * (height + 2 * GAP)
        yield from _write(ASIDE, y + 3, "/R", 6.5, f"and so on, to sheet {plan.sheets}")


def _drawn(shape: Shape) -> str:
    """Return the operators of a shape, whose y runs downwards."""
    x, y, width, height = shape.x, -shape.y, shape.width, shape.height
    box = f"{x:.2f} {y - height:.2f} {width:.2f} {height:.2f} re"
    match shape.kind:
        case "sheet":
            return f"0.6 w 0 G {box} S"
        case "fold":
            return f"0.6 w 0.7 0 0 RG [2 1] 0 d {x:.2f} {y:.2f} m {x + width:.2f} {y - height:.2f} l S [] 0 d"
        case "head":
            return f"1 w 0.5 G {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S"
        case "number":
            return _number(x, y, width, str(shape.page), turned=shape.turned)
        case _:
            return f"0.3 w 0.5 G 0.87 g {box} {'B' if shape.kind == 'blank' else 'S'} 0 g"


def _number(x: float, y: float, size: float, figures: str, *, turned: bool) -> str:
    """Return the operators that write a number around its middle."""
    left, down, sign = len(figures) * FIGURE * size / 2, size * 0.36, -1 if turned else 1
    place = f"{sign} 0 0 {sign} {x - sign * left:.2f} {y - sign * down:.2f}"
    return f"BT /R {size:.2f} Tf {place} Tm ({figures}) Tj ET"
