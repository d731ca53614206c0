"""A laid-out booklet imposed and extracted: the text of its sheet sides as tools for reading pages leave it."""

import re
import subprocess
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from weasyprint.document import Document

from edition.imposition import SCHEMES, arrange, choose_signature, pad, padded, positions
from tests.bench.booklets import ITALIC, MARK, ROMAN, Booklet, Fragment, Page


@dataclass(frozen=True)
class Imposed:
    """How a booklet is imposed; `signature` may be 0 for all in one."""

    name: str
    scheme: str
    signature: int = 0
    cover: bool = False
    right: bool = False
    order: str = "as-printed"


Slots = list[tuple[int | None, bool, int, int]]
"""One side: the page in each slot, from 0, None for a blank, whether it is printed upside down, its row and column."""


def impose(booklet: Booklet, how: Imposed) -> list[Slots]:
    """Return the sides in the order in which they are found."""
    count = len(booklet.pages)
    signature = how.signature
    if signature < 0:
        signature = choose_signature(count, 40, 80)
    size = padded(how.scheme, count, signature)
    vector = pad(range(count), size, cover=how.cover)
    sides = positions(how.scheme, size, signature, right_bound=how.right)
    laid = [[(vector[slot.position], slot.turned, slot.row, slot.column) for slot in side] for side in sides]
    return list(arrange(laid, how.order, folded=0))


@dataclass
class Damage:
    """What an extraction loses."""

    level: str
    marks: float = 0.0
    italics: float = 0.0
    straight: bool = False
    noise: float = 0.0
    glue: float = 0.0
    style: str = "sup"
    """How marks are written: sup, bracket, caret, latex, html, plain."""
    guillemets: bool = False
    """Guillemets become straight, too."""
    lost: list[str] = field(default_factory=list)


LEVELS = {
    "mild": Damage("mild"),
    "seed": Damage("seed", 0.4, 0.3, True, 0.12),
    "glued": Damage("glued", 0.4, 0.3, True, 0.12, 0.8),
    "harsh": Damage("harsh", 0.7, 0.6, True, 0.12),
}
SUPERIOR = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def write_mark(label: str, damage: Damage, rng: Random, *, note: bool = False) -> str:
    """Return a note's label as the extraction writes it."""
    if not label.isdigit():
        return label
    if rng.random() < damage.noise:
        return rf"$^{{^{{\rm {label}}}$"
    forms = {
        "sup": label.translate(SUPERIOR),
        "bracket": f"[{label}]",
        "caret": f"^{label}",
        "latex": f"$^{{{label}}}$",
        "html": f"<sup>{label}</sup>",
        "plain": label,
    }
    return forms[damage.style]


def join_lines(lines: list[str]) -> str:
    """Return lines run together, hyphens at their ends dropped before a small letter."""
    out = lines[0]
    for line in lines[1:]:
        bare = line.lstrip(ITALIC)
        ends = re.search(rf"(\w)-({ROMAN}?)$", out)
        if ends and bare[:1].islower():
            out = out[: ends.start()] + ends[1] + ends[2] + line
        elif ends and bare[:1].isdigit():
            out += line
        else:
            out += " " + line
    return out.replace(f"{ROMAN} {ITALIC}", " ").replace(ROMAN + ITALIC, "")


def write_fragment(fragment: Fragment, booklet: Booklet, damage: Damage, rng: Random) -> str:
    """Return a fragment's text with what the level loses lost."""
    lines = [line.replace(" ", "  ") if rng.random() < 0.004 else line for line in fragment.lines]
    text = join_lines(lines)
    if rng.random() < damage.italics:
        text = text.replace(ITALIC, "").replace(ROMAN, "")
    if rng.random() < 0.1:
        text = text.replace(f" {ITALIC}", f"  {ITALIC}")

    def mark(m: re.Match[str]) -> str:
        key = m[1]
        if rng.random() < damage.marks:
            damage.lost.append(key)
            return ""
        return write_mark(booklet.text.labels[key], damage, rng)

    text = re.sub(rf"{MARK}(\d+){MARK}", mark, text)
    if damage.straight:
        text = text.translate(str.maketrans("“”„‘’‚", "\"\"\"'''"))
        if damage.guillemets:
            text = re.sub("«[\u00a0\u202f]?|[\u00a0\u202f]?»", '"', text)
    text = re.sub(rf"{ITALIC}(\s*)(.*?)(\s*){ROMAN}", lambda m: f"{m[1]}*{m[2]}*{m[3]}" if m[2] else m[1], text)
    if fragment.kind == "note" and fragment.label:
        text = f"{write_mark(fragment.label, damage, rng, note=True)} {text}"
    return text


@dataclass
class Gather:
    """Where notes go, and what furniture is kept."""

    notes: str = "side"
    folios: bool = False
    heads: bool = False


def write_sheets(booklet: Booklet, sides: list[Slots], damage: Damage, gather: Gather, rng: Random) -> str:
    """Return the text of all sides, one after the other."""
    blocks: list[tuple[str, str]] = []
    blindly = rng.random() < 0.25
    for side in sides:
        notes: list[str] = []
        for page, *_ in side:
            if page is None:
                continue
            own, under = _page_blocks(booklet, booklet.pages[page], damage, gather, rng)
            if blocks and own and rng.random() < damage.glue and _glues(blocks[-1], own[0], blindly=blindly):
                kind, before = blocks.pop()
                own[0] = (kind, f"{before} {own[0][1]}")
            blocks += own
            notes += under
        blocks += [("note", note) for note in notes]
    return "\n\n".join(block for _, block in blocks) + "\n"


def _glues(before: tuple[str, str], after: tuple[str, str], *, blindly: bool) -> bool:
    """Tell whether an extraction may run two columns together: most do where a sentence seems to go on."""
    if not {before[0], after[0]} <= {"text", "quote"}:
        return False
    return blindly or (before[1][-1:] not in '.!?:;-"”»' and after[1][:1].islower())


def _page_blocks(
    booklet: Booklet, page: Page, damage: Damage, gather: Gather, rng: Random
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the blocks of a page's column, and the notes that go under the side."""
    own: list[tuple[str, str]] = []
    notes: list[str] = []
    inline: dict[str, list[str]] = {}
    written = {id(f): write_fragment(f, booklet, damage, rng) for f in page.fragments}
    rest: list[str] = []
    if gather.heads and page.head:
        own.append(("head", page.head))
    for f in page.fragments:
        if f.kind == "note":
            (inline.setdefault(f.ident, []) if gather.notes == "inline" else notes).append(written[id(f)])
    for f in page.fragments:
        if f.kind == "note":
            continue
        if f.kind == "colophon" and own and own[-1][0] == "colophon":
            own[-1] = ("colophon", f"{own[-1][1]} {written[id(f)]}")
            continue
        own.append((f.kind, written[id(f)]))
        if gather.notes == "inline":
            for key in re.findall(rf"{MARK}(\d+){MARK}", "".join(f.lines)):
                own += [("note", note) for note in inline.pop(key, [])]
    rest = [note for left in inline.values() for note in left]
    if gather.notes == "page":
        rest += notes
        notes = []
    own += [("note", note) for note in rest]
    if gather.folios and page.folio:
        own.append(("folio", page.folio))
    return own, notes


def write_pdf(booklet: Booklet, sides: list[Slots], *, blanks: bool) -> bytes:
    """Return the imposed PDF: pages as forms, placed and turned; without `blanks` sides with no page are left out."""
    import io

    import pikepdf

    given = pikepdf.open(io.BytesIO(_pdf_of(booklet)))
    made = pikepdf.new()
    forms = [made.copy_foreign(page.as_form_xobject()) for page in given.pages]
    width, height = map(float, given.pages[0].mediabox[2:])
    rows, columns = (1 + max(slot[n] for side in sides for slot in side) for n in (2, 3))
    for side in sides:
        if not blanks and all(slot[0] is None for slot in side):
            continue
        sheet = made.add_blank_page(page_size=(columns * width, rows * height))
        content, resources = [], pikepdf.Dictionary()
        for page, turned, row, column in side:
            if page is None:
                continue
            x, y = column * width, (rows - 1 - row) * height
            matrix = f"-1 0 0 -1 {x + width:.3f} {y + height:.3f}" if turned else f"1 0 0 1 {x:.3f} {y:.3f}"
            resources[f"/P{page}"] = forms[page]
            content.append(f"q {matrix} cm /P{page} Do Q")
        sheet.Resources = pikepdf.Dictionary(XObject=resources)
        sheet.Contents = made.make_stream("\n".join(content).encode())
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


@lru_cache(maxsize=2)
def _written(document: Document) -> bytes:
    return document.write_pdf()


def _pdf_of(booklet: Booklet) -> bytes:
    assert booklet.document is not None
    return _written(booklet.document)


def write_text(pdf: bytes, mode: str) -> bytes:
    """Return what poppler's pdftotext makes of a PDF; `mode` is empty, `-raw` or `-layout`."""
    command = ["pdftotext", "-enc", "UTF-8", *([mode] if mode else []), "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def write_mupdf(pdf: bytes, *, sort: bool) -> bytes:
    """Return what PyMuPDF makes of a PDF: `page.get_text(sort=sort)`, pages parted by form feeds."""
    import pymupdf

    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return "\f".join(page.get_text(sort=sort) for page in document).encode()


def read_pdf(pdf: bytes, extraction: str) -> bytes:
    """Return what a way of extraction makes of a PDF."""
    if extraction.startswith("pymupdf"):
        return write_mupdf(pdf, sort=extraction.endswith("sort"))
    return pdf if extraction == "pdf" else write_text(pdf, extraction.removeprefix("pdftotext"))


def schemes() -> list[Imposed]:
    """Return every way of imposing that is tried."""
    ways = [
        Imposed("2up", "2up"),
        Imposed("2up-cover", "2up", cover=True),
        Imposed("2up-sig8", "2up", 8, cover=True),
        Imposed("2up-sig12", "2up", 12),
        Imposed("2up-sig16", "2up", 16, cover=True),
        Imposed("2up-sig20", "2up", 20),
        Imposed("2up-range", "2up", -1, cover=True),
        Imposed("2up-right", "2up", right=True),
        Imposed("2up-reversed", "2up", cover=True, order="reversed"),
        Imposed("2up-backs", "2up", order="backs-first"),
        Imposed("2up-inner", "2up", cover=True, order="innermost-first"),
        Imposed("2up-lastside", "2up", order="last-side-first"),
        Imposed("2up-fronts", "2up", cover=True, order="fronts-then-backs"),
        Imposed("pdfcpu", "pdfcpu"),
    ]
    ways += [
        Imposed(name, name, cover=name != "2side" and n % 2 == 0)
        for n, name in enumerate(SCHEMES)
        if name not in ("2up", "pdfcpu", "onepagezine")
    ]
    ways += [
        Imposed("4up-sig16", "4up", 16),
        Imposed("4up-cut-sig16", "4up-cut", 16),
        Imposed("2x4x1-reversed", "2x4x1", order="reversed"),
    ]
    return ways
