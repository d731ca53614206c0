"""The booklet to print: the finished pages two to a side of A4 or Letter, as they are, to be folded and stapled.

`imposer` places the pages; here is decided what a booklet of a finished edition is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Literal

import pikepdf
from pikepdf import Name

from edition.diagram import draw_sheets
from edition.errors import TypesetError
from edition.formats import DEFAULT, FORMATS, Format, Paper
from edition.formes import Forme, Measures, Scale, set_forme
from edition.imposer import Job, impose_pages, keep_sides
from edition.imposition import choose_signature
from edition.instructions import Sheetwork, instruct
from edition.leaflet import make_leaflet
from edition.paper import MM, SLACK, Size, read_paper
from edition.proof import Edges, read_ink
from edition.qpdf import save
from edition.signatures import Fold, Plan, make_plan
from edition.xobjects import frame_of

Sides = Literal["fronts", "backs"]
SIDES: tuple[Sides, ...] = ("fronts", "backs")
PAPERS: Mapping[Paper, Size] = MappingProxyType(
    {
        "a4": read_paper("a4")[::-1],
        "letter": read_paper("letter")[::-1],
        "a5": read_paper("a5")[::-1],
        "b5": read_paper("b5")[::-1],
    }
)
_NAMED: Mapping[Paper, str] = MappingProxyType(
    {
        "a4": "A4 paper (21 x 29.7 cm)",
        "letter": "Letter paper (8.5 x 11 in)",
        "a5": "A5 paper (14.8 x 21 cm: A4 cut in half)",
        "b5": "B5 paper (17.6 x 25 cm)",
    }
)
"""Width and height of the sheet, lying on its long side, in pt."""
RIM = 18.0
"""What a printer may leave white along the edges of a sheet, in pt: a quarter of an inch is the most that is usual."""
RANGE = (40, 80)
"""All of a book of up to 80 pages is folded together; of a longer one 40 to 80, as AMuseWiki folds them."""
RIGHT_BOUND = frozenset({"ar", "fa", "he", "ur", "yi"})
"""Languages whose books are bound on the right."""


def signature_of(pages: int) -> int:
    """Return the pages folded together, see RANGE."""
    return choose_signature(pages, *RANGE)


def make_booklet(pdf: bytes, paper: Paper, page: Format = FORMATS[DEFAULT]) -> bytes:
    """Return the booklet of a finished PDF, to be printed on both sides, flipped on the short edge, and folded.

    Up to 80 pages are one signature; longer books are several, to be folded one by one (see `signature_of`). The last
    page stays last, so that the covers meet on the outside of the sheet; blanks go just before it. Every page stands at
    the fold and is never enlarged: A5 keeps its size on A4. Half a Letter sheet is 8.3 mm narrower than A5. There, too,
    the pages keep their size and give up 4.2 mm of white at the fold and at the edge, if nothing is drawn in or near
    that; otherwise all shrink to fit (A5 to 94 %).

    `page` is what the PDF was set for. The same bytes give the same booklet. Raises TypesetError where the bytes are no
    PDF with pages.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as book:
            if not len(book.pages):
                raise TypesetError("The PDF has no pages to make a booklet of. Build the PDF again.")
            scale = _scale(book, pdf, page, PAPERS[paper])
            fold = fold_of(str(book.Root.get(Name.Lang, "")))
            impose_pages(book, Job(fold, Measures(PAPERS[paper], scale), flip="short"))
            file = BytesIO()
            save(book, file)
            return file.getvalue()
    except pikepdf.PdfError as error:
        raise TypesetError(f"The booklet cannot be made: the PDF is damaged ({error}). Build the PDF again.") from error


def make_half(booklet: bytes, side: Sides, *, backwards: bool = False) -> bytes:
    """Return the fronts or the backs of a booklet alone, for a printer of one side; `backwards` the last one first."""
    with pikepdf.open(BytesIO(booklet)) as book:
        keep_sides(book, SIDES.index(side))
        if backwards:
            book.pages.reverse()
        file = BytesIO()
        save(book, file)
        return file.getvalue()


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to print of a finished book: of so many pages, of one format, in one language."""

    slug: str
    pages: int
    language: str
    page: Format
    halves: tuple[Sides, ...] = ()
    """What of the booklets is a file of its own, too."""

    def plan(self) -> Plan:
        """Return what stands on the sheets."""
        return make_plan(self.pages, fold_of(self.language))

    def forme(self) -> Forme:
        """Return how the first of its papers is laid out."""
        sizes = [(self.page.width * MM, self.page.height * MM)] * self.pages
        return set_forme(self.plan(), sizes, Measures(PAPERS[self.page.sheets[0]], "shrink"))

    def sheetwork(self) -> Sheetwork:
        """Return what the instructions are about."""
        files = []
        for paper in self.page.sheets:
            files.append((f"{self.slug}-booklet-{paper}.pdf", f"for {_NAMED[paper]}"))
            files += [(f"{self.slug}-booklet-{paper}-{half}.pdf", f"its {half} alone") for half in self.halves]
        files.append((f"{self.slug}-sheets.svg", "a picture of the sheets"))
        return Sheetwork(self.slug, tuple(files), self.plan(), "short", True, separate=bool(self.halves))


def explain(work: Work) -> dict[str, bytes]:
    """Return how to print, fold and staple, as plain text and as one page to print, and all its sheets drawn."""
    sheetwork, forme = work.sheetwork(), work.forme()
    return {
        f"{work.slug}-printing.txt": instruct(sheetwork).encode(),
        f"{work.slug}-printing.pdf": make_leaflet(sheetwork, forme),
        f"{work.slug}-sheets.svg": draw_sheets(sheetwork.plan, forme).encode(),
    }


def fold_of(language: str) -> Fold:
    """Return how a book in this language is folded."""
    return Fold("2up", RANGE, cover=True, right_bound=language.split("-")[0].lower() in RIGHT_BOUND)


def _scale(book: pikepdf.Pdf, pdf: bytes, page: Format, sheet: Size) -> Scale:
    """Return how pages come to fit into their half."""
    frames = [frame_of(leaf, "trim", number) for number, leaf in enumerate(book.pages, 1)]
    if all(frame.width <= sheet[0] / 2 + SLACK and frame.height <= sheet[1] + SLACK for frame in frames):
        return "keep"
    inks = read_ink(pdf, page)
    return "crop" if all(_is_clear(*each, sheet) for each in zip(book.pages, inks, strict=True)) else "shrink"


def _is_clear(leaf: pikepdf.Page, ink: Edges | None, sheet: Size) -> bool:
    """Tell whether all that is drawn stays clear of the fold and the printer's rim at full size."""
    left, bottom, right, top = map(float, leaf.trimbox)
    x = RIM + max(0.0, right - left - sheet[0] / 2) / 2
    y = RIM + max(0.0, top - bottom - sheet[1]) / 2
    if leaf.rotation or not ink:
        return not leaf.rotation
    return ink[0] >= left + x and ink[1] >= bottom + y and ink[2] <= right - x and ink[3] <= top - y
