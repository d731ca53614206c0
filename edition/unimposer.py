"""A booklet's sheets back to single pages, in reading order and upright: cut by geometry, nothing encoded again.

A page is its side's content as a form XObject, clipped to the page. Where a side is made of form XObjects, as imposers
make them, only those that touch the page come along.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal, SupportsFloat

import pikepdf
import pypdfium2
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Page

from edition.errors import EditionError
from edition.foliation import Foliation, find_foliation
from edition.imposer import strip
from edition.imposition import SCHEMES, padded, positions
from edition.paper import Size
from edition.sheets import Grid, Layout, read_layout
from edition.signatures import REPEATS
from edition.source import Source
from edition.ways import FOLIOS, Known, Shape, Spot, Way, ways
from edition.xobjects import (
    Edges,
    Frame,
    Matrix,
    flatten_annotations,
    frame_of,
    invert,
    make_forms,
    move_box,
    multiply,
    placed,
)

Instruction = ContentStreamInstruction | ContentStreamInlineImage
Blanks = Literal["padding", "keep", "drop"]
BLANKS: tuple[Blanks, ...] = ("padding", "keep", "drop")
_COARSER: tuple[Grid, ...] = ((2, 4), (2, 2), (1, 2), (2, 1))
_LONG = 40_000
"""Content of more bytes is no list of placed pages, and is not looked into."""
_PIXELS = 0.6
"""How many pixels a pt is looked at with, to tell whether a page is blank."""


@dataclass(frozen=True, slots=True)
class Unimposed:
    """What was done."""

    way: Way
    confidence: float
    """1.0 where it was told."""
    pages: int
    kept: tuple[int, ...]
    """Blank pages that are there, from 1."""
    dropped: tuple[int, ...]
    """Blanks that are not there any more, by their number as leafed, from 1."""
    rivals: tuple[str, ...]
    """The next likely ways, as options, where it is not sure."""
    missing: tuple[int, ...]
    """The folios that no page bears, where the pages go by them."""
    links: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The sides as they are held."""

    turns: tuple[int, ...]
    """Quarter turns clockwise of every side from the PDF's own coordinates."""
    grid: Grid
    found: Foliation


def read_sheets(name: str, data: bytes, known: Known, sides: int) -> _Sheets:
    """Return how the sheets are to be read; without text on them `known` must tell.

    Raises EditionError where the order is not sure, and SourceError for a PDF that cannot be read.
    """
    names = (*SCHEMES, *REPEATS, FOLIOS)
    if known.scheme is not None and known.scheme not in names:
        raise EditionError(f"imposition scheme {known.scheme!r} is unknown. Known are: {', '.join(names)}.")
    grid = _grid(known.scheme) if known.scheme else None
    if known.scheme in REPEATS:
        known = Known("none", 0, known.order, right_bound=False)
    try:
        text, layout = read_layout(name, data, grid)
    except EditionError:
        if known.scheme is None or grid is None:
            raise
        return _told(known, grid, sides)
    source = Source(name, text, "", layout)
    try:
        return _read(source, layout, known)
    except EditionError as error:
        found = None if known.scheme else _coarser(name, data, _grid_of(layout), known)
        if found is None:
            raise error from None
        return found


def _read(source: Source, layout: Layout, known: Known) -> _Sheets:
    found = find_foliation(source, layout, known)
    return _Sheets(tuple(sheet.turn for sheet in layout.sheets), _grid_of(layout), found)


def _grid_of(layout: Layout) -> Grid:
    return 1 + max(cell.row for cell in layout.cells), 1 + max(cell.column for cell in layout.cells)


def _coarser(name: str, data: bytes, grid: Grid, known: Known) -> _Sheets | None:
    """Return a reading with larger pages, where sides with little text were cut too finely."""
    for rows, columns in _COARSER:
        if rows * columns < grid[0] * grid[1]:
            text, layout = read_layout(name, data, (rows, columns))
            try:
                return _read(Source(name, text, "", layout), layout, known)
            except EditionError:
                continue
    return None


def _grid(scheme: str) -> Grid | None:
    """Return the rows and columns of a scheme, None where it does not tell."""
    if scheme == FOLIOS:
        return None
    if scheme in REPEATS:
        return REPEATS[scheme]
    slots = [slot for side in positions(scheme, padded(scheme, 1)) for slot in side]
    return 1 + max(slot.row for slot in slots), 1 + max(slot.column for slot in slots)


def _told(known: Known, grid: Grid, sides: int) -> _Sheets:
    """Return the reading that is told, of sheets whose text cannot be read."""
    told = Known(known.scheme, known.signature or 0, known.order or "as-printed", known.right_bound or False)
    shape = Shape((1, 1) if known.scheme == "none" else grid, sides, {})
    way = next(ways(shape, told), None)
    if way is None:
        raise EditionError(f"{sides} sides cannot be scheme {known.scheme} with this signature. Give another.")
    return _Sheets((-1,) * sides, grid, Foliation(way, 1.0, 1))


def unimpose_sheets(book: pikepdf.Pdf, data: bytes, sheets: _Sheets, blanks: Blanks, count: int | None) -> Unimposed:
    """Replace the sides in an open PDF by the pages on them; `data` are its bytes, `count` the pages where told.

    Raises EditionError where there are fewer pages than `count`.
    """
    way, grid = sheets.found.way, sheets.grid
    empty = _blank(data, way, sheets)
    keep = _chosen(empty, way, blanks, count)
    links = flatten_annotations(book)
    pages = tuple(book.pages)
    frames = tuple(_held(frame_of(page, "trim", n), page, sheets.turns[n - 1]) for n, page in enumerate(pages, 1))
    parts = tuple(_parts(page) for page in pages)
    forms = make_forms(book, pages)
    for form, frame in zip(forms, frames, strict=True):
        form.BBox = Array([round(v, 4) for v in move_box((0, 0, frame.width, frame.height), invert(frame.matrix))])
        form.Matrix = Array([1, 0, 0, 1, 0, 0])
    for at in keep:
        spot = way.spots[at]
        frame = frames[spot.side]
        _add_page(book, forms[spot.side], frame, _cell(frame, spot, grid), spot, parts[spot.side])
    del book.pages[: len(pages)]
    lost = strip(book, None)
    del book.Root.ViewerPreferences
    _label(book, [sheets.found.folios[at] if sheets.found.folios else sheets.found.first + at for at in keep])
    dropped = tuple(at + 1 for at in range(len(way.spots)) if at not in set(keep))
    kept = tuple(n for n, at in enumerate(keep, 1) if empty[at])
    found = sheets.found
    return Unimposed(way, found.confidence, len(keep), kept, dropped, found.rivals, found.missing, links, lost)


def _held(frame: Frame, page: Page, turn: int) -> Frame:
    """Return the frame of a side as it is held: text upright."""
    more = 0 if turn < 0 else (turn - page.rotation // 90) % 4
    width, height, matrix = frame.width, frame.height, frame.matrix
    for _ in range(more):
        matrix = multiply(matrix, (0, -1, 1, 0, 0, width))
        width, height = height, width
    return Frame(width, height, matrix)


def _cell(frame: Frame, spot: Spot, grid: Grid) -> Edges:
    """Return left, bottom, right and top of a page on its side as held."""
    width, height = frame.width / grid[1], frame.height / grid[0]
    left, bottom = spot.column * width, frame.height - (spot.row + 1) * height
    return left, bottom, left + width, bottom + height


def _blank(data: bytes, way: Way, sheets: _Sheets) -> tuple[bool, ...]:
    """Return which of the pages, in reading order, have nothing on them: not a mark in the middle of the page."""
    rows, columns = sheets.grid
    found: dict[Spot, bool] = {}
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number in range(len(document)):
            own = [spot for spot in way.spots if spot.side == number]
            page = document[number]
            turn = 0 if sheets.turns[number] < 0 else sheets.turns[number] * 90 - page.get_rotation()
            picture = page.render(scale=_PIXELS, grayscale=True, rotation=turn % 360).to_pil()
            page.close()
            width, height = picture.width / columns, picture.height / rows
            for spot in own:
                # Marks of the printer stand at the edges, a speck of dust on a scan is none of the text.
                left, top = (spot.column + 0.04) * width, (spot.row + 0.04) * height
                right, foot = (spot.column + 0.96) * width, (spot.row + 0.96) * height
                cell = picture.crop((int(left), int(top), int(right), int(foot)))
                low, high = cell.getextrema()
                found[spot] = high - low < 12
    return tuple(found[spot] for spot in way.spots)


def _chosen(empty: Sequence[bool], way: Way, blanks: Blanks, count: int | None) -> tuple[int, ...]:
    """Return which spots become pages, in reading order."""
    total = len(empty)
    if count is not None:
        return _counted(empty, count)
    if blanks == "keep":
        return tuple(range(total))
    if blanks == "drop":
        return tuple(at for at in range(total) if not empty[at])
    most = (way.signature or (1 if way.scheme == FOLIOS else padded(way.scheme, 1))) - 1
    gone = set(_run(empty, total - 1)) or set(_run(empty, total - 2))
    return tuple(at for at in range(total) if len(gone) > most or at not in gone)


def _run(empty: Sequence[bool], last: int) -> list[int]:
    """Return the blanks that end at a spot."""
    run = []
    while last > 0 and empty[last]:
        run.append(last)
        last -= 1
    return run


def _counted(empty: Sequence[bool], count: int) -> tuple[int, ...]:
    """Return so many spots: without the blanks at the end, or with the last page last without those before it."""
    spare = len(empty) - count
    if count < 1 or spare < 0:
        raise EditionError(f"the sheets hold {len(empty)} pages, not {count}. Count the pages again.")
    for gone in (range(count, len(empty)), range(count - 1, len(empty) - 1)):
        if all(empty[at] for at in gone):
            return tuple(at for at in range(len(empty)) if at not in gone)
    raise EditionError(
        f"{spare} of the {len(empty)} pages would have to be blank, at the end or before the last one, and are not. "
        "Count the pages again, or leave --pages out."
    )


_Part = tuple[list[Instruction], dict[int, Edges]]
"""A side's instructions, and where each that draws a form draws, in the page's own coordinates."""


def _parts(page: Page) -> _Part | None:
    """Return the instructions of a side that is made of placed forms, or None for any other."""
    contents = page.obj.get(Name.Contents)
    streams = list(contents) if isinstance(contents, Array) else [contents] if contents is not None else []
    # Compressed lists of placed pages are short; long ones are not worth reading.
    if not streams or sum(int(stream.get(Name.Length, 0)) for stream in streams) > _LONG:
        return None
    forms = page.resources.get(Name.XObject, Dictionary())
    instructions: list[Instruction] = []
    boxes: dict[int, Edges] = {}
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    stack: list[Matrix] = []
    for found in pikepdf.parse_content_stream(page):
        operator = str(found.operator)
        operands = list(found.operands)
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q" and stack:
            matrix = stack.pop()
        elif operator == "cm":
            matrix = multiply(_matrix(operands), matrix)
        elif operator == "Do" and operands and str(operands[0]) in forms:
            form = forms[str(operands[0])]
            if form.get(Name.Subtype) == Name.Form:
                own = _matrix(list(form.Matrix)) if Name.Matrix in form else (1, 0, 0, 1, 0, 0)
                box = tuple(float(value) for value in form.BBox)
                boxes[len(instructions)] = move_box((box[0], box[1], box[2], box[3]), multiply(own, matrix))
        instructions.append(found)
    return (instructions, boxes) if boxes else None


def _matrix(values: Sequence[SupportsFloat]) -> Matrix:
    a, b, c, d, e, f = map(float, values)
    return a, b, c, d, e, f


def _add_page(
    book: pikepdf.Pdf, whole: pikepdf.Object, frame: Frame, cell: Edges, spot: Spot, parts: _Part | None
) -> None:
    """Add the page that stands in a cell of a side, upright, its lower left corner the origin."""
    size: Size = (cell[2] - cell[0], cell[3] - cell[1])
    matrix = multiply(frame.matrix, (1, 0, 0, 1, -cell[0], -cell[1]))
    if spot.turned:
        matrix = multiply(matrix, (-1, 0, 0, -1, *size))
    own = move_box((0, 0, *size), invert(matrix))
    form = _part(book, whole, own, parts) if parts else whole
    clip = f"0 0 {size[0]:.4f} {size[1]:.4f} re W n\n".encode()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(size[0], 4), round(size[1], 4)]),
        Resources=Dictionary(XObject=Dictionary({"/Side": form})),
        Contents=book.make_stream(b"q " + clip + placed("/Side", matrix) + b"Q\n"),
    )
    book.pages.append(Page(book.make_indirect(page)))


def _part(book: pikepdf.Pdf, whole: pikepdf.Object, own: Edges, parts: _Part) -> pikepdf.Object:
    """Return a side's form without the forms that do not touch a page, given in the side's own coordinates."""
    instructions, boxes = parts
    away = {at for at, box in boxes.items() if not _touch(box, own)}
    if not away:
        return whole
    kept = [found for at, found in enumerate(instructions) if at not in away]
    form = book.make_stream(pikepdf.unparse_content_stream(kept))
    names = {str(found.operands[0]) for found in kept if str(found.operator) == "Do"}
    resources = Dictionary(dict(whole.Resources.items()))
    resources.XObject = Dictionary({name: form_ for name, form_ in whole.Resources.XObject.items() if name in names})
    form.Type, form.Subtype, form.Resources = Name.XObject, Name.Form, resources
    form.BBox = whole.BBox
    if Name.Group in whole:
        form.Group = whole.Group
    return form


def _touch(box: Edges, own: Edges) -> bool:
    """Tell whether two boxes share more than a rim: a hundredth of the page, and a pt."""
    across = min(box[2], own[2]) - max(box[0], own[0])
    up = min(box[3], own[3]) - max(box[1], own[1])
    return across > 1 + 0.01 * (own[2] - own[0]) and up > 1 + 0.01 * (own[3] - own[1])


def _label(book: pikepdf.Pdf, folios: Sequence[int]) -> None:
    """Label every page with its folio; pages before the first folio get small Roman figures."""
    numbers: list[int | Dictionary] = []
    before: int | None = None
    for page, folio in enumerate(folios):
        if before is None or folio != before + 1 or folio == 1:
            start = folio if folio > 0 else folio - folios[0] + 1
            numbers += [page, Dictionary(S=Name("/D") if folio > 0 else Name("/r"), St=start)]
        before = folio
    book.Root.PageLabels = Dictionary(Nums=Array(numbers))
