"""A PDF's printed characters, each with its place on the sheet, as PDFium reads them. Nothing is put in order here.

PDFium's own order of characters and its generated line ends are not used: a sheet holds several pages, and turned ones
come out in pieces. A *piece* is one text object of the PDF, whose characters follow each other.
"""

import ctypes
import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from edition.drawings import Box, find_drawings, multiply, place
from edition.errors import SourceError
from edition.faces import Face, read_face

if TYPE_CHECKING:
    from types import ModuleType

    from pypdfium2 import PdfDocument, raw

SIDES = 4_000
"""The most sheet sides that are read."""
CHARACTERS = 8_000_000
"""The most characters that are read: some 3,000 full pages."""
_SPACE = 0.14
"""The gap, in em beyond the usual one between letters, that parts words where PDFium sees no space."""
_HYPHENS = {0x2: "-", 0xFFFE: "-", 0xAD: "-"}
"""How PDFium gives a hyphen that it takes for a soft one. A hyphen is printed there, so a hyphen is read."""
_SPACES = frozenset((0xA0, 0x2002, 0x2003, 0x2004, 0x2005, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x3000))
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HANGING = re.compile(r"[fFTVWYP](?=\S)")
"""Upright letters whose glyphs may reach over what follows."""
_PAIR = re.compile(r"\S(?=\S)")


@dataclass(slots=True)
class Piece:
    """Characters of one text object. Lengths in pt, in the frame in which it reads upright, left to right."""

    text: str
    starts: "array[float]"
    """Where each character starts, from the left edge of the side."""
    ends: "array[float]"
    baseline: float
    """From the upper edge of the side, downwards."""
    size: float
    italic: bool
    bold: bool
    quarter: int
    """Quarter turns of the piece on the side, counter-clockwise."""
    order: int = 0
    """Its place in the PDF's own order."""
    parted: bool = False
    """White space stands between it and the piece before it in that order."""
    superior: bool = False
    """Its glyphs are raised, though its baseline may not be."""


@dataclass(slots=True)
class Side:
    """One PDF page: a side of a sheet. Lengths in pt, seen as the PDF's own coordinates are, without its rotation."""

    width: float
    height: float
    rotation: int
    """Quarter turns clockwise that a viewer gives the side."""
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    """Thin lines across: left, top, right, bottom, from the upper left corner."""
    pictures: int = 0


def read_sides(name: str, data: bytes) -> list[Side]:
    """Return every side of the PDF with its visible characters, none of them white space alone.

    Raises SourceError for a PDF that is encrypted, damaged, too large, or without text.
    """
    import pypdfium2

    document = _open(pypdfium2, name, data)
    try:
        count = len(document)
        if count > SIDES:
            raise SourceError(
                f"{name}: has {count} pages; at most {SIDES} are read. Split it, for example with qpdf --split-pages."
            )
        reader = _Reader(name, pypdfium2)
        sides = [reader.read(document, number) for number in range(count)]
    finally:
        document.close()
    _refuse_unreadable(name, sides)
    _trim_overhangs(sides)
    return sides


def _open(pypdfium2: "ModuleType", name: str, data: bytes) -> "PdfDocument":
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise SourceError(
                f"{name}: is encrypted and opens with a password only. "
                "Save it without one, for example with qpdf --decrypt --password=... in.pdf out.pdf."
            ) from error
        raise SourceError(
            f"{name}: is damaged, no PDF reader's library can open it ({error}). "
            "Fetch it again, or try to mend it with qpdf in.pdf out.pdf."
        ) from error


def _refuse_unreadable(name: str, sides: list[Side]) -> None:
    text = "".join(piece.text for side in sides for piece in side.pieces)
    count = len(text) - text.count(" ")
    unread = text.count("\N{REPLACEMENT CHARACTER}") + len(_PRIVATE.findall(text))
    ocr = "Make it with an OCR program (OCRmyPDF, which uses Tesseract: ocrmypdf --force-ocr in.pdf out.pdf)"
    if count == 0:
        pictures = sum(side.pictures for side in sides)
        seen = f"are only pictures ({pictures})" if pictures else "is no text"
        raise SourceError(f"{name}: there {seen} on its {len(sides)} pages: scanned, it has no text yet. {ocr}.")
    if unread * 5 > count:
        raise SourceError(
            f"{name}: {unread} of its {count} characters have no meaning, since its fonts do not say which they are. "
            f"{ocr}."
        )


class _Reader:
    """Reads sides one by one; holds what PDFium wants room for, and the faces seen."""

    def __init__(self, name: str, pypdfium2: "ModuleType") -> None:
        self.name = name
        self.pdfium = pypdfium2
        self.raw = pypdfium2.raw
        self.characters = 0
        self.faces: dict[int, Face] = {}

    def read(self, document: "PdfDocument", number: int) -> Side:
        self.faces.clear()
        try:
            page = document[number]
            text = page.get_textpage()
        except self.pdfium.PdfiumError as error:
            raise SourceError(
                f"{self.name}, page {number + 1}: is damaged ({error}). Try to mend it with qpdf in.pdf out.pdf."
            ) from error
        try:
            box = self.raw.FS_RECTF()
            self.raw.FPDF_GetPageBoundingBox(page.raw, box)
            frame = (box.left, box.bottom, box.right, box.top)
            side = Side(box.right - box.left, box.top - box.bottom, self.raw.FPDFPage_GetRotation(page.raw))
            self._count(text.count_chars())
            found = list(self._pieces(text.raw, text.count_chars(), frame))
            for order, piece in enumerate(found):
                piece.order = order
            side.pieces = [piece for piece in found if _visible(piece, side)]
            side.rules, pictures = find_drawings(self.raw, page.raw, frame)
            side.pictures = _count_lost(side, pictures)
        finally:
            text.close()
            page.close()
        return side

    def _count(self, characters: int) -> None:
        self.characters += characters
        if self.characters > CHARACTERS:
            raise SourceError(
                f"{self.name}: has more than {CHARACTERS:,} characters, the most that are read. "
                "Split it, for example with qpdf --split-pages."
            )

    def _pieces(self, page: "raw.FPDF_TEXTPAGE", count: int, frame: Box) -> Iterator[Piece]:
        """Yield the text objects in the PDF's own order; a space inside one stays where it fills a gap."""
        unicode, loose, owner = (
            self.raw.FPDFText_GetUnicode,
            self.raw.FPDFText_GetLooseCharBox,
            self.raw.FPDFText_GetTextObject,
        )
        rect = self.raw.FS_RECTF()
        edges = ctypes.byref(rect)
        address = ctypes.addressof
        letters: list[str] = []
        boxes: list[Box] = []
        last, first, space, parted = 0, 0, False, False
        for index in range(count):
            code = unicode(page, index)
            if (code <= 32 and code != 2) or code in _SPACES:
                space = True
                continue
            if code in (0x200B, 0xFEFF):
                continue
            here = owner(page, index)
            key = address(here.contents) if here else 0
            if key != last or not key:
                if letters:
                    yield self._piece(page, first, letters, boxes, frame, parted=parted)
                letters, boxes, last, first, space, parted = [], [], key, index, False, space
            elif space:
                letters.append(" ")
                boxes.append(boxes[-1])
                space = False
            loose(page, index, edges)
            letters.append(chr(code) if 32 < code < 127 else _character(code))
            boxes.append((rect.left, rect.bottom, rect.right, rect.top))
        if letters:
            yield self._piece(page, first, letters, boxes, frame, parted=parted)

    def _piece(
        self, page: "raw.FPDF_TEXTPAGE", index: int, letters: list[str], boxes: list[Box], frame: Box, *, parted: bool
    ) -> Piece:
        matrix = self.raw.FS_MATRIX()
        self.raw.FPDFText_GetMatrix(page, index, matrix)
        scale = math.hypot(matrix.c, matrix.d)
        size = self.raw.FPDFText_GetFontSize(page, index) * scale
        quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        boxes = self._placed(page, index, matrix, boxes)
        left, bottom, right, top = frame
        match quarter:
            case 0:
                starts, ends, baseline = [b[0] - left for b in boxes], [b[2] - left for b in boxes], top - matrix.f
            case 1:
                starts, ends, baseline = [b[1] - bottom for b in boxes], [b[3] - bottom for b in boxes], matrix.e - left
            case 2:
                starts, ends, baseline = [right - b[2] for b in boxes], [right - b[0] for b in boxes], matrix.f - bottom
            case _:
                starts, ends, baseline = [top - b[3] for b in boxes], [top - b[1] for b in boxes], right - matrix.e
        face = self._face(page, index)
        skewed = abs(matrix.a * matrix.c + matrix.b * matrix.d) > 0.12 * scale * math.hypot(matrix.a, matrix.b)
        piece = Piece(
            *_set_spaces("".join(letters), starts, ends, size),
            baseline,
            size,
            face.italic or skewed,
            face.bold,
            quarter,
            parted=parted,
        )
        piece.superior = len(piece.text) <= 3 and self._is_superior(page, index, piece)
        return piece

    def _placed(self, page: "raw.FPDF_TEXTPAGE", index: int, matrix: "raw.FS_MATRIX", boxes: list[Box]) -> list[Box]:
        """Return the boxes on the page; PDFium leaves those of a replacement text as they stand within its form."""
        own, x, y = self.raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        owner = self.raw.FPDFText_GetTextObject(page, index)
        if not owner or not self.raw.FPDFPageObj_GetMatrix(owner, own):
            return boxes
        self.raw.FPDFText_GetCharOrigin(page, index, x, y)
        moved = math.dist((own.e, own.f), (matrix.e, matrix.f)) > 1
        determinant = own.a * own.d - own.b * own.c
        if not moved or math.dist((own.e, own.f), (x.value, y.value)) > 0.01 or not determinant:
            return boxes
        back = (own.d, -own.b, -own.c, own.a, own.c * own.f - own.d * own.e, own.b * own.e - own.a * own.f)
        there = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        around = multiply(tuple(part / determinant for part in back), there)
        return [place(box, around) for box in boxes]

    def _is_superior(self, page: "raw.FPDF_TEXTPAGE", index: int, piece: Piece) -> bool:
        """Tell whether figures stand high above their baseline: a face's own superior figures."""
        if not piece.text.isdecimal() or piece.quarter % 2:
            return False
        edges = [ctypes.c_double() for _ in range(4)]
        self.raw.FPDFText_GetCharBox(page, index, *edges)
        low, high = edges[2].value, edges[3].value
        matrix = self.raw.FS_MATRIX()
        self.raw.FPDFText_GetMatrix(page, index, matrix)
        foot: float = low - matrix.f if piece.quarter == 0 else matrix.f - high
        return foot > 0.2 * piece.size

    def _face(self, page: "raw.FPDF_TEXTPAGE", index: int) -> Face:
        owner = self.raw.FPDFText_GetTextObject(page, index)
        font = self.raw.FPDFTextObj_GetFont(owner) if owner else None
        if not font:
            return Face(italic=False, bold=False)
        key = ctypes.addressof(font.contents)
        if key not in self.faces:
            self.faces[key] = read_face(self.raw, font)
        return self.faces[key]


def _character(code: int) -> str:
    """Return the character; a control character or half of a pair, which no text can hold, as U+FFFD."""
    unfit = code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000
    return _HYPHENS.get(code) or ("\N{REPLACEMENT CHARACTER}" if unfit else chr(code))


def _set_spaces(
    text: str, starts: list[float], ends: list[float], size: float
) -> tuple[str, "array[float]", "array[float]"]:
    """Return the piece with a space in every wide gap, from neighbour to neighbour, and none in letterspacing."""
    gaps = sorted(starts[n + 1] - ends[n] for n in range(len(text) - 1) if text[n] != " " != text[n + 1])
    usual = max(gaps[len(gaps) // 2], 0.0) if gaps else 0.0
    spaced = text.count(" ") * 3 > len(text)
    if spaced:
        wide = sorted(starts[n + 1] - ends[n - 1] for n, character in enumerate(text) if character == " ")
        usual = max(usual, wide[len(wide) // 2])
    letters: list[str] = []
    left, right = array("f"), array("f")
    for n, character in enumerate(text):
        if character == " ":
            continue
        told = text[n - 1] == " "
        gap = starts[n] - right[-1] if letters else 0.0
        if letters and (gap > usual + _SPACE * size or (told and not spaced)):
            letters.append(" ")
            left.append(right[-1])
            right.append(max(right[-1], starts[n]))
        letters.append(character)
        left.append(starts[n])
        right.append(ends[n])
    return "".join(letters), left, right


def _visible(piece: Piece, side: Side) -> bool:
    """Tell whether a piece stands on the paper at all."""
    width, height = (side.width, side.height) if piece.quarter % 2 == 0 else (side.height, side.width)
    return 0 <= (piece.starts[0] + piece.ends[-1]) / 2 <= width and 0 <= piece.baseline <= height + piece.size


def _count_lost(side: Side, pictures: list[Box]) -> int:
    """Return how many pictures are not read; the scan behind recognised text is none of them."""
    whole = 0.9 * side.width * side.height
    large = [box for box in pictures if min(box[2] - box[0], box[3] - box[1]) >= 12]
    return sum(not side.pieces or (box[2] - box[0]) * (box[3] - box[1]) < whole for box in large)


def _trim_overhangs(sides: list[Side]) -> None:
    """Let each piece end where its last letter's advance ends within words, not where its glyph hangs over."""
    pieces = [piece for side in sides for piece in side.pieces]
    advances: defaultdict[tuple[bool, str], list[float]] = defaultdict(list)
    for piece in pieces:
        for m in (_PAIR if piece.italic else _HANGING).finditer(piece.text):
            own = advances[piece.italic, m.group()]
            if len(own) < 200:
                own.append((piece.starts[m.end()] - piece.starts[m.start()]) / piece.size)
    usual = {key: median(own) for key, own in advances.items() if len(own) > 2}
    for piece in pieces:
        advance = usual.get((piece.italic, piece.text[-1]))
        if advance:
            piece.ends[-1] = min(piece.ends[-1], piece.starts[-1] + advance * piece.size)
        elif piece.italic and piece.text[-1] == "f":
            # Never seen within a word: an italic f reaches some eighth of an em too far.
            piece.ends[-1] -= 0.12 * piece.size
