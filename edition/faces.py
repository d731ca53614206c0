"""What a PDF's face is: italic or bold, by its name, its angle and its flags."""

import ctypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from pypdfium2 import raw

_ITALIC = re.compile(
    r"(?i:ital|obliq|slant|kursiv|(?:^|\+)(?:cm(?:ti|sl|bxti|u?it)|sf(?:ti|sl)|ec-lmri|lmri))|[a-zO]Z?It?(?:-Identity-[HV])?$"
)
_BOLD = re.compile(r"bold|black|heavy|(?:^|\+)(?:cmb|sfb)|[-,](?:demi|semi)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Face:
    """A face, as far as it tells text from text."""

    italic: bool
    bold: bool


def read_face(pdfium: "ModuleType", font: "raw.FPDF_FONT") -> Face:
    """Return what a font of PDFium is."""
    room = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, room, 256)
    name = room.value.decode("utf-8", "replace")
    angle = ctypes.c_int()
    pdfium.FPDFFont_GetItalicAngle(font, angle)
    flags = pdfium.FPDFFont_GetFlags(font)
    # ISO 32000-1, table 123: bit 7 is Italic, bit 19 ForceBold.
    italic = bool(flags & 0x40) or angle.value != 0 or bool(_ITALIC.search(name))
    return Face(italic, bool(flags & 0x40000) or bool(_BOLD.search(name)))
