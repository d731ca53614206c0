"""The booklet to print: the finished pages two to a side of A4 or Letter, as they are, to be folded and stapled.

The pages become form XObjects; nothing is laid out, drawn or compressed again, and every face is stored once. Tags,
links, bookmarks and attachments belong to single pages and go, and so do the claims to PDF/A and PDF/UA with them.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing
from io import BytesIO
from types import MappingProxyType

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Page, Rectangle

from edition.errors import TypesetError
from edition.formats import MM, Paper
from edition.imposition import choose_signature, impose, padded
from edition.xhtml import environment

PAPERS: Mapping[Paper, tuple[float, float]] = MappingProxyType(
    {
        "a4": (297 * MM, 210 * MM),
        "letter": (792.0, 612.0),
        "a5": (210 * MM, 148 * MM),
        "b5": (250 * MM, 176 * MM),
    }
)
"""Width and height of the sheet, lying on its long side, in pt."""
RIM = 18.0
"""What a printer may leave white along the edges of a sheet, in pt: a quarter of an inch is the most that is usual."""
SLACK = 0.1
"""Sizes that differ by less, in pt, are the same size, rounded."""
RIGHT_BOUND = frozenset({"ar", "fa", "he", "ur", "yi"})
"""Languages whose books are bound on the right."""
CLAIMS = ("http://www.aiim.org/pdfa/", "http://www.aiim.org/pdfua/")
"""Namespaces of the XMP properties that promise tags, or describe such promises."""


def signature_of(pages: int) -> int:
    """Return the pages folded together: all of a book of up to 80, otherwise 40 to 80, as AMuseWiki folds them."""
    return choose_signature(pages, 40, 80)


def make_booklet(pdf: bytes, paper: Paper) -> bytes:
    """Return the booklet of a finished PDF, to be printed on both sides, flipped on the short edge, and folded.

    Up to 80 pages are one signature; longer books are several, to be folded one by one (see `signature_of`). The last
    page stays last, so that the covers meet on the outside of the sheet; blanks go just before it. Every page stands in
    the middle of its half and is never enlarged: A5 keeps its size on A4. Half a Letter sheet is 8.3 mm narrower than
    A5. There, too, the pages keep their size and give up 4.2 mm of white at the fold and at the edge, if nothing is
    drawn in or near that; otherwise all shrink to fit (A5 to 94 %).

    The same bytes give the same booklet. Raises TypesetError where the bytes are no PDF with pages.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as book:
            if not len(book.pages):
                raise TypesetError("The PDF has no pages to make a booklet of. Build the PDF again.")
            whole = _fits(book, PAPERS[paper]) or _is_clear(pdf, PAPERS[paper])
            _lay_out(book, PAPERS[paper], whole=whole)
            _strip(book)
            return _saved(book)
    except pikepdf.PdfError as error:
        raise TypesetError(f"The booklet cannot be made: the PDF is damaged ({error}). Build the PDF again.") from error


def instructions(pages: int, slug: str, papers: Iterable[Paper] = ("a4", "letter")) -> str:
    """Return how to print, fold and staple the booklet of a PDF of so many pages: one page of plain text."""
    size = signature_of(pages)
    total = padded("2up", pages, size)
    template = environment().get_template("instructions.txt.j2")
    text = template.render(
        slug=slug,
        papers=papers,
        pages=pages,
        blanks=total - pages,
        sheets=total // 4,
        signatures=total // size,
        folded=size // 4,
    )
    return f"{text}\n"


def _size(page: Page) -> tuple[float, float]:
    """Return width and height of the trimmed page as it is read, in pt."""
    box = Rectangle(page.trimbox)
    return (box.height, box.width) if page.rotation % 180 else (box.width, box.height)


def _fits(book: pikepdf.Pdf, sheet: tuple[float, float]) -> bool:
    sizes = (_size(page) for page in book.pages)
    return all(width <= sheet[0] / 2 + SLACK and height <= sheet[1] + SLACK for width, height in sizes)


def _is_clear(pdf: bytes, sheet: tuple[float, float]) -> bool:
    """Tell whether all that is drawn stays clear of the fold and the printer's rim at full size."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return all(_page_is_clear(page, sheet) for page in document)


def _page_is_clear(page: pypdfium2.PdfPage, sheet: tuple[float, float]) -> bool:
    left, bottom, right, top = page.get_trimbox()
    x = RIM + max(0.0, right - left - sheet[0] / 2) / 2
    y = RIM + max(0.0, top - bottom - sheet[1]) / 2
    drawn = (item.get_bounds() for item in page.get_objects(max_depth=1))
    return page.get_rotation() == 0 and all(
        box[0] >= left + x and box[1] >= bottom + y and box[2] <= right - x and box[3] <= top - y
        for box in drawn
        if box[1] < box[3]  # a run of spaces has no height
    )


def _lay_out(book: pikepdf.Pdf, sheet: tuple[float, float], *, whole: bool) -> None:
    """Replace the pages by the sides of the sheets; `whole` keeps their size where they are larger than their half."""
    pages = tuple(book.pages)
    forms = tuple(_form(page) for page in pages)
    language = str(book.Root.get(Name.Lang, "")).split("-")[0].lower()
    sides = impose(
        range(len(pages)), "2up", signature=signature_of(len(pages)), cover=True, right_bound=language in RIGHT_BOUND
    )
    for side in sides:
        paper = book.add_blank_page(page_size=sheet)
        content, used = b"", Dictionary()
        for half, number in enumerate(side):
            if number is not None:
                name = Name(f"/P{number + 1}")
                place = _place(sheet, half, _size(pages[number]), whole=whole)
                content += paper.calc_form_xobject_placement(
                    forms[number], name, place, invert_transformations=True, allow_shrink=True, allow_expand=False
                )
                used[name] = forms[number]
        paper.obj.Contents = book.make_stream(content)
        paper.obj.Resources = Dictionary(XObject=used)
    del book.pages[: len(pages)]


def _form(page: Page) -> pikepdf.Object:
    form = page.as_form_xobject()
    form.Resources = page.resources
    return form


def _place(sheet: tuple[float, float], half: int, size: tuple[float, float], *, whole: bool) -> Rectangle:
    """Return the middle of a half where a page of that size goes, or without `whole` the half, to shrink into."""
    middle, height = sheet[0] * (2 * half + 1) / 4, sheet[1]
    width, tall = size if whole else (sheet[0] / 2, height)
    return Rectangle(middle - width / 2, (height - tall) / 2, middle + width / 2, (height + tall) / 2)


def _strip(book: pikepdf.Pdf) -> None:
    """Keep of the catalogue what is true of the sheets: the title and language, and how to print them."""
    kept = {Name.Type, Name.Pages, Name.Lang, Name.Metadata}
    for key in list(book.Root.keys()):
        if key not in kept:
            del book.Root[key]
    # ISO 32000-1, table 150: what a viewer's print dialogue should begin with.
    book.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipShortEdge
    )
    if Name.Metadata in book.Root:
        with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for key in [key for key in metadata if key.lstrip("{").startswith(CLAIMS)]:
                del metadata[key]


def _saved(book: pikepdf.Pdf) -> bytes:
    file = BytesIO()
    book.save(
        file,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        linearize=False,
    )
    return file.getvalue()
