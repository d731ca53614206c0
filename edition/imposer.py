"""Any PDF's pages on the sheets of a booklet, as a change of PDF objects: nothing is drawn, encoded or laid out again.

What belongs to single pages (tags, links, bookmarks, attachments) goes, and so do the claims to PDF/A and PDF/UA with
it; what annotations and form fields show is kept.
"""

from typing import NamedTuple

from edition.errors import EditionError
from edition.formes import Forme, Measures, place_page, set_forme
from edition.marks import Mark, check_marks, draw_marks, rim_for
from edition.paper import SLACK, Size
from edition.qpdf import Dictionary, Name, Object, Pdf, Stream
from edition.signatures import Flip, Fold, Plan, flip_of, make_plan, set_flip
from edition.xobjects import Arrays, Box, dress, flatten_annotations, frame_of, make_forms, placed

CLAIMS = ("http://www.aiim.org/pdfa/", "http://www.aiim.org/pdfua/", "http://ns.adobe.com/pdf/1.3/PDFVersion")
"""XMP properties that promise tags, describe such promises, or say a version that is another now."""
_KEPT = frozenset({"/Type", "/Pages", "/Lang", "/Metadata", "/OCProperties", "/OutputIntents"})
"""What of the catalogue is true of the sheets, too: layers and colours among it."""


class Job(NamedTuple):
    """All that is wanted of an imposition."""

    fold: Fold = Fold()
    measures: Measures = Measures()
    flip: Flip | None = None
    """The edge on which the printer flips; None leaves the backs as they are in the scheme."""
    marks: frozenset[Mark] = frozenset()
    box: Box = "trim"


class Imposed(NamedTuple):
    """What was done."""

    plan: Plan
    forme: Forme
    flip: Flip | None
    """The edge to flip on; None where backs stay white."""
    sizes: tuple[Size, ...]
    """Of the pages, in pt."""
    links: int
    """How many links are lost."""
    lost: tuple[str, ...]
    """What else is lost, in words."""


def impose_pages(book: Pdf, job: Job) -> Imposed:
    """Replace the pages of an open PDF by the sides of its sheets, to be written then: `book.pages` is out of date.

    Raises EditionError where there are no pages, the scheme cannot hold them, or they do not fit on the paper.
    """
    if not len(book.pages):
        raise EditionError("the PDF has no pages to impose.")
    plan = make_plan(len(book.pages), job.fold)
    check_marks(plan, job.marks)
    links = flatten_annotations(book)
    pages = tuple(book.pages)
    frames = tuple(frame_of(page, job.box, number) for number, page in enumerate(pages, 1))
    sizes = tuple((frame.width, frame.height) for frame in frames)
    forme = set_forme(plan, sizes, _with_rim(job))
    flip = None if plan.one_sided else job.flip or flip_of(plan, landscape=forme.landscape)
    if flip is not None:
        plan = set_flip(plan, flip, landscape=forme.landscape)
    forms = make_forms(book, pages)
    tree = book.make_indirect(Dictionary(Type=Name.Pages, Count=len(plan.sides), Kids=Object.parse(b"[]")))
    arrays = Arrays()
    paper = {"/Type": Name.Page, "/Parent": tree, **_boxes(forme, arrays)}
    contents: dict[bytes, Object] = {}
    for number, places in enumerate(plan.sides):
        content, names = b"", dict[int, str]()
        for place in places:
            if place.page is None:
                continue
            matrix, clip = place_page(forme, place, sizes[place.page], forme.factors[place.page], job.measures)
            if place.page not in names:
                # Named by its place, so that sides that are laid out alike share one content.
                names[place.page] = f"/P{len(names) + 1}"
                dress(forms[place.page], frames[place.page], clip, arrays)
            content += placed(names[place.page], matrix)
        content += draw_marks(plan, forme, number, job.marks, job.measures.bleed)
        if content not in contents:
            contents[content] = Stream(book, content)
        used = Dictionary({name: forms[page] for page, name in names.items()})
        side = {**paper, "/Resources": Dictionary({"/XObject": used}), "/Contents": contents[content]}
        tree.Kids.append(book.make_indirect(Dictionary(side)))
    # Pages taken out and put in one by one would take longer than all the rest.
    book.Root.Pages = tree
    return Imposed(plan, forme, flip, sizes, links, strip(book, flip))


def _with_rim(job: Job) -> Measures:
    measures = job.measures
    rim = max(measures.rim, rim_for(job.marks, measures.bleed))
    return Measures(measures.paper, measures.scale, measures.bleed, measures.gap, rim, measures.creep)


def _boxes(forme: Forme, arrays: Arrays) -> dict[str, Object]:
    """Return the sheet's size, and what of it is left when it is cut where that is less."""
    sheet = (0.0, 0.0, *forme.sheet)
    left, bottom, right, top = forme.block
    inner = (max(left, 0.0), max(bottom, 0.0), min(right, sheet[2]), min(top, sheet[3]))
    if all(abs(a - b) <= SLACK for a, b in zip(inner, sheet, strict=True)):
        return {"/MediaBox": arrays[sheet]}
    # ISO 32000-1, 14.11.2: what the sheet is after it is cut.
    return {"/MediaBox": arrays[sheet], "/TrimBox": arrays[inner]}


def strip(book: Pdf, flip: Flip | None) -> tuple[str, ...]:
    """Keep of the catalogue what is true of the sheets, say how to print them, and return in words what is lost."""
    names = {
        "/StructTreeRoot": "tags",
        "/Outlines": "bookmarks",
        "/PageLabels": "page labels",
        "/AcroForm": "form fields (what they show is kept)",
    }
    lost = [word for key, word in names.items() if key in book.Root]
    lost += ["attachments"] if len(book.attachments) else []
    for key in list(book.Root.keys()):
        if key not in _KEPT:
            del book.Root[key]
    duplex = {"short": Name.DuplexFlipShortEdge, "long": Name.DuplexFlipLongEdge, None: Name.Simplex}[flip]
    # ISO 32000-1, table 150: what a viewer's print dialogue should begin with.
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=duplex)
    metadata = book.Root.get(Name.Metadata)
    if isinstance(metadata, Stream):
        from edition.xmp import remove_properties

        kept = remove_properties(metadata.read_bytes(), CLAIMS)
        book.Root.Metadata = Stream(book, kept, Type=Name.Metadata, Subtype=Name.XML)
    return tuple(lost)


def keep_sides(book: Pdf, parity: int) -> None:
    """Leave the fronts (0) or the backs (1) alone in an open imposition."""
    for number in range(len(book.pages) - 1, -1, -1):
        if number % 2 != parity:
            del book.pages[number]
