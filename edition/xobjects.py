"""Pages of any PDF as form XObjects: upright, at their size on paper, cut to their trim. Nothing is encoded again.

A page's content stream becomes the form itself where it is one stream of that page alone; its bytes stay as they are.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Literal, NamedTuple

from edition.errors import EditionError
from edition.qpdf import Array, Dictionary, Name, Object, Page, Pdf, PdfError, Rectangle, Stream

Box = Literal["trim", "crop", "media"]
Edges = tuple[float, float, float, float]
"""Left, bottom, right, top in pt."""
Matrix = tuple[float, float, float, float, float, float]
"""ISO 32000-1, 8.3.3: a, b, c, d, e, f."""
_BOXES: Mapping[Box, Callable[[Page], Array]] = MappingProxyType(
    {"trim": attrgetter("trimbox"), "crop": attrgetter("cropbox"), "media": attrgetter("mediabox")}
)


class Frame(NamedTuple):
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
        for annotation in page.obj.Annots if "/Annots" in page.obj else ():
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
        inner = Rectangle(_BOXES[box](page))
        left, bottom, right, top = inner.llx, inner.lly, inner.urx, inner.ury
        if box != "media" and ("/TrimBox" in page.obj or "/CropBox" in page.obj):
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
    unit = float(page.obj.UserUnit) if "/UserUnit" in page.obj else 1.0
    return _turned((left, bottom, right, top), unit, page.rotation % 360)


# The pages of a book are alike: whatever is reckoned from their measures alone is reckoned once.
@cache
def _turned(edges: Edges, unit: float, turn: int) -> Frame:
    left, bottom, right, top = edges
    width, height = (right - left) * unit, (top - bottom) * unit
    matrix: Matrix = (unit, 0.0, 0.0, unit, -left * unit, -bottom * unit)
    match turn:
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
    contents = [page.obj.get("/Contents") for page in pages]
    uses = Counter(content.objgen for content in contents if isinstance(content, Stream))
    # Names made once: to make one takes as long as to set it.
    kind, subtype = Name.XObject, Name.Form
    forms = []
    for page, content in zip(pages, contents, strict=True):
        if not isinstance(content, Stream):
            form = page.as_form_xobject(handle_transformations=False)
        elif uses[content.objgen] == 1:
            form = content
        else:
            kept = {key: value for key, value in content.items() if key in ("/Filter", "/DecodeParms")}
            form = Stream(book, content.read_raw_bytes(), kept)
        form.Type, form.Subtype = kind, subtype
        resources = page.obj.get("/Resources")
        form.Resources = resources if isinstance(resources, Dictionary) else Dictionary()
        # A group decides how the page's transparency is mixed.
        if "/Group" in page.obj:
            form.Group = page.obj.Group
        forms.append(form)
    return forms


class Arrays(dict[tuple[float, ...], Object]):
    """Arrays of numbers for one PDF, each made once: what stands in hundreds of its pages is the same there."""

    def __missing__(self, numbers: tuple[float, ...]) -> Object:
        # Parsed in one go: number by number takes ten times as long.
        self[numbers] = made = Object.parse(b"[%b]" % _written(numbers))
        return made


def dress(form: Object, frame: Frame, clip: Edges, arrays: Arrays) -> None:
    """Give a form its matrix, and cut it to a box of its upright frame."""
    form.Matrix = arrays[frame.matrix]
    form.BBox = arrays[_own(clip, frame.matrix)]


@cache
def _own(clip: Edges, matrix: Matrix) -> Edges:
    return move_box(clip, invert(matrix))


def placed(name: str, matrix: Matrix) -> bytes:
    """Return the operators that draw a form."""
    return b"q %b cm %b Do Q\n" % (_written(matrix), name.encode())


@cache
def _written(numbers: tuple[float, ...]) -> bytes:
    return " ".join(map(format_number, numbers)).encode()


def format_number(value: float) -> str:
    """Return a number as short as it can be written, to a millionth."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
