"""Any PDF's pages on the sheets of a booklet, as a change of PDF objects: nothing is drawn, encoded or laid out again.

What belongs to single pages (tags, links, bookmarks, attachments) goes, and so do the claims to PDF/A and PDF/UA with
it; what annotations and form fields show is kept.
"""

from dataclasses import dataclass, field

from edition.errors import EditionError
from edition.formes import Forme, Measures, place_page, set_forme
from edition.marks import Mark, check_marks, draw_marks, rim_for
from edition.paper import SLACK, Size
from edition.qpdf import Dictionary, Name, Object, Pdf, Stream
from edition.signatures import Flip, Fold, Plan, flip_of, make_plan, set_flip
from edition.xobjects import Box, dress, flatten_annotations, frame_of, make_array, make_forms, placed

CLAIMS = ("http://www.aiim.org/pdfa/", "http://www.aiim.org/pdfua/", "http://ns.adobe.com/pdf/1.3/PDFVersion")
"""XMP properties that promise tags, describe such promises, or say a version that is another now."""
_KEPT = frozenset({"/Type", "/Pages", "/Lang", "/Metadata", "/OCProperties", "/OutputIntents"})
"""What of the catalogue is true of the sheets, too: layers and colours among it."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that is wanted of an imposition."""

    fold: Fold = field(default_factory=Fold)
    measures: Measures = field(default_factory=Measures)
    flip: Flip | None = None
    """The edge on which the printer flips; None leaves the backs as they are in the scheme."""
    marks: frozenset[Mark] = frozenset()
    box: Box = "trim"


@dataclass(frozen=True, slots=True)
class Imposed:
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
    for number, side in enumerate(plan.sides):
        content, used = b"", Dictionary()
        for place in side:
            if place.page is None:
                continue
            name = f"/P{place.page + 1}"
            factor = forme.factors[place.page]
            matrix, clip = place_page(forme, place, sizes[place.page], factor, job.measures)
            if name not in used:
                dress(forms[place.page], frames[place.page], clip)
                used[name] = forms[place.page]
            content += placed(name, matrix)
        content += draw_marks(plan, forme, number, job.marks, job.measures.bleed)
        _add_side(book, forme, content, used, tree)
    # Pages taken out and put in one by one would take longer than all the rest.
    book.Root.Pages = tree
    return Imposed(plan, forme, flip, sizes, links, strip(book, flip))


def _with_rim(job: Job) -> Measures:
    measures = job.measures
    rim = max(measures.rim, rim_for(job.marks, measures.bleed))
    return Measures(measures.paper, measures.scale, measures.bleed, measures.gap, rim, measures.creep)


def _add_side(book: Pdf, forme: Forme, content: bytes, used: Dictionary, tree: Dictionary) -> None:
    side = Dictionary(
        Type=Name.Page,
        Parent=tree,
        MediaBox=make_array((0, 0, *forme.sheet)),
        Resources=Dictionary(XObject=used),
        Contents=Stream(book, content),
    )
    left, bottom, right, top = forme.block
    inner = (max(left, 0.0), max(bottom, 0.0), min(right, forme.sheet[0]), min(top, forme.sheet[1]))
    if any(abs(a - b) > SLACK for a, b in zip(inner, (0, 0, *forme.sheet), strict=True)):
        # ISO 32000-1, 14.11.2: what the sheet is after it is cut.
        side.TrimBox = make_array(inner)
    tree.Kids.append(book.make_indirect(side))


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
