"""The letters of a laid-out page as outlines, for a drawing that is to look alike without any face."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

Operands = list[pikepdf.Object]


@dataclass(slots=True)
class Pencil:
    """What the operators of a content stream set (ISO 32000-1, 8.4 and 9.4); lengths in its own units."""

    fonts: dict[str, TTFont]
    matrix: Transform = Identity
    kept: list[Transform] = field(default_factory=list)
    line: Transform = Identity
    font: str = ""
    size: float = 0.0


def outlines(pdf: bytes) -> str:
    """Return the letters of the first page as the data of one SVG path, in pt from its upper left corner.

    Knows what WeasyPrint writes: faces with two-byte codes that are glyph numbers, and text placed by Tm and TJ.
    """
    with pikepdf.open(BytesIO(pdf)) as opened:
        page = opened.pages[0]
        pencil = Pencil({name: _face(font) for name, font in page.Resources.get("/Font", {}).items()})
        down = Transform(1, 0, 0, -1, 0, float(page.mediabox[3]))
        steps = [(list(step.operands), str(step.operator)) for step in pikepdf.parse_content_stream(page)]
        return "".join(path for step in steps for path in _drawn(pencil, *step, down))


def _face(font: pikepdf.Object) -> TTFont:
    """Return the face that is embedded with a font of the page."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    file = descriptor.FontFile2 if "/FontFile2" in descriptor else descriptor.FontFile3
    return TTFont(BytesIO(file.read_bytes()), lazy=True)


def _drawn(pencil: Pencil, operands: Operands, operator: str, down: Transform) -> Iterator[str]:
    """Yield the outlines that one operator draws, and set what it sets."""
    match operator:
        case "q":
            pencil.kept.append(pencil.matrix)
        case "Q":
            pencil.matrix = pencil.kept.pop()
        case "cm":
            pencil.matrix = pencil.matrix.transform(tuple(map(float, operands)))
        case "Tf":
            pencil.font, pencil.size = str(operands[0]), float(operands[1])
        case "Tm":
            pencil.line = Transform(*map(float, operands))
        case "TJ":
            yield from _line(pencil, list(operands[0]), down)
        case _:
            pass


def _line(pencil: Pencil, shown: Operands, down: Transform) -> Iterator[str]:
    """Yield the outline of every glyph of a line; a number between them moves what follows to the left."""
    face = pencil.fonts[pencil.font]
    glyphs, advances, em = face.getGlyphSet(), face["hmtx"], face["head"].unitsPerEm
    place = down.transform(pencil.matrix).transform(pencil.line)
    x = 0.0
    for one in shown:
        if not isinstance(one, pikepdf.String):
            x -= float(one) / 1000 * pencil.size
            continue
        codes = bytes(one)
        for at in range(0, len(codes), 2):
            name = face.getGlyphName(int.from_bytes(codes[at : at + 2]))
            scale = pencil.size / em
            pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
            glyphs[name].draw(TransformPen(pen, place.transform((scale, 0, 0, scale, x, 0))))
            yield pen.getCommands()
            x += advances[name][0] * scale
