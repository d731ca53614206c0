"""Pages of any PDF as form XObjects: upright, at their size on paper, cut to their trim. Nothing is encoded again.

A page's content stream becomes the form itself where it is one stream of that page alone; its bytes stay as they are.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from edition.errors import EditionError
from edition.qpdf import Dictionary, Name, Object, Page, Pdf, PdfError, Rectangle, Stream

Box = Literal["trim", "crop", "media"]
Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in pt."""
Matrix = tuple[float, float, float, float, float, float]
"""ISO 32000-1, 8.3.3: a, b, c, d, e, f."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that is a page of the book."""

    width: float
    """As it is read, in pt."""
    height: float
    matrix: Matrix
    """From the page's own coordinates to its upright frame, whose origin is the lower left corner."""


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one, then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def invert(matrix: Matrix) -> Matrix:
    """Return the inverse; the matrices of pages always have one."""
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    return (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)


def move_box(box: Edges, matrix: Matrix) -> Edges:
    """Return the box around a box after the matrix."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = box
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def flatten_annotations(book: Pdf) -> int:
    """Draw what annotations and form fields show into the pages, and return how many links are lost."""
    links, shown = 0, False
    for page in book.pages:
        for annotation in page.obj.get(Name.Annots, ()):
            if isinstance(annotation, Dictionary):
                link = annotation.get(Name.Subtype) == Name.Link
                links += link
                shown |= not link
    if shown:
        if Name.AcroForm in book.Root:
            book.generate_appearance_streams()
        book.flatten_annotations("print")
    return links


def frame_of(page: Page, box: Box, number: int) -> Frame:
    """Return the frame of a page; raises EditionError, naming it by its number from 1, where its boxes are damaged."""
    try:
        inner = Rectangle({"trim": page.trimbox, "crop": page.cropbox, "media": page.mediabox}[box])
        left, bottom, right, top = inner.llx, inner.lly, inner.urx, inner.ury
        if box != "media" and (Name.TrimBox in page.obj or Name.CropBox in page.obj):
            media = Rectangle(page.mediabox)
            left, bottom = max(media.llx, left), max(media.lly, bottom)
            right, top = min(media.urx, right), min(media.ury, top)
    except (AttributeError, TypeError, ValueError, PdfError) as error:
        raise EditionError(
            f"page {number}: its size is damaged ({error}). Mend it with qpdf in.pdf out.pdf."
        ) from error
    if right - left < 1 or top - bottom < 1:
        raise EditionError(
            f"page {number}: its {box} box is empty. Mend it with qpdf in.pdf out.pdf, or name another box."
        )
    unit = float(page.obj.UserUnit) if Name.UserUnit in page.obj else 1.0
    width, height = (right - left) * unit, (top - bottom) * unit
    matrix: Matrix = (unit, 0.0, 0.0, unit, -left * unit, -bottom * unit)
    match page.rotation % 360:
        case 90:
            return Frame(height, width, multiply(matrix, (0, -1, 1, 0, 0, width)))
        case 180:
            return Frame(width, height, multiply(matrix, (-1, 0, 0, -1, width, height)))
        case 270:
            return Frame(height, width, multiply(matrix, (0, 1, -1, 0, height, 0)))
        case _:
            return Frame(width, height, matrix)


def make_forms(book: Pdf, pages: Sequence[Page]) -> list[Object]:
    """Return the content of every page as a form XObject, without its matrix and box, which `dress` gives."""
    uses = Counter(page.obj.Contents.objgen for page in pages if isinstance(page.obj.get(Name.Contents), Stream))
    return [_form(book, page, uses) for page in pages]


def _form(book: Pdf, page: Page, uses: Counter[tuple[int, int]]) -> Object:
    contents = page.obj.get(Name.Contents)
    if not isinstance(contents, Stream):
        form = page.as_form_xobject(handle_transformations=False)
    elif uses[contents.objgen] == 1:
        form = contents
    else:
        kept = {key: value for key, value in contents.items() if key in ("/Filter", "/DecodeParms")}
        form = Stream(book, contents.read_raw_bytes(), kept)
    form.Type, form.Subtype = Name.XObject, Name.Form
    resources = page.obj.get(Name.Resources)
    form.Resources = resources if isinstance(resources, Dictionary) else Dictionary()
    # A group decides how the page's transparency is mixed.
    if Name.Group in page.obj:
        form.Group = page.obj.Group
    return form


def dress(form: Object, frame: Frame, clip: Edges) -> None:
    """Give a form its matrix, and cut it to a box of its upright frame."""
    form.Matrix = make_array(frame.matrix)
    form.BBox = make_array(move_box(clip, invert(frame.matrix)))


def make_array(numbers: tuple[float, ...]) -> Object:
    """Return an array of numbers."""
    # Parsed in one go: number by number takes ten times as long.
    return Object.parse(_written(numbers))


@cache
def _written(numbers: tuple[float, ...]) -> bytes:
    return f"[{' '.join(map(format_number, numbers))}]".encode()


def placed(name: str, matrix: Matrix) -> bytes:
    """Return the operators that draw a form."""
    numbers = " ".join(format_number(value) for value in matrix)
    return f"q {numbers} cm {name} Do Q\n".encode()


def format_number(value: float) -> str:
    """Return a number as short as it can be written, to a millionth."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
