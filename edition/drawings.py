"""What is drawn on a PDF page besides text: the rules that part notes, and pictures, inside form XObjects too."""

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from pypdfium2 import raw

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_OBJECTS = 20_000
"""The most drawing objects of one page that are looked at."""
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def find_drawings(pdfium: "ModuleType", page: "raw.FPDF_PAGE", frame: Box) -> tuple[list[Box], list[Box]]:
    """Return the thin lines and the pictures of a page: left, top, right, bottom in pt from its upper left corner.

    `frame` is the page's own left, bottom, right, top.
    """
    rules: list[Box] = []
    pictures: list[Box] = []
    edges = [ctypes.c_float() for _ in range(4)]
    places = [ctypes.byref(edge) for edge in edges]
    count = min(pdfium.FPDFPage_CountObjects(page), _OBJECTS)
    waiting = [(pdfium.FPDFPage_GetObject(page, n), _IDENTITY) for n in range(count)]
    seen = 0
    while waiting and seen < _OBJECTS:
        item, around = waiting.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = multiply(_matrix(pdfium, item), around)
            count = min(pdfium.FPDFFormObj_CountObjects(item), _OBJECTS)
            waiting += [(pdfium.FPDFFormObj_GetObject(item, n), inner) for n in range(count)]
            continue
        drawn = kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
        if drawn and pdfium.FPDFPageObj_GetBounds(item, *places):
            left, bottom, right, top = place([edge.value for edge in edges], around)
            box = left - frame[0], frame[3] - top, right - frame[0], frame[3] - bottom
            width, height = box[2] - box[0], box[3] - box[1]
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                pictures.append(box)
            elif min(width, height) <= 2.5 and max(width, height) >= 20:
                rules.append(box)
    return rules, pictures


def _matrix(pdfium: "ModuleType", item: "raw.FPDF_PAGEOBJECT") -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix of what stands in a form that stands in another."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def place(bounds: Sequence[float], matrix: Matrix) -> Box:
    """Return the left, bottom, right, top of a box, given in a form's own coordinates, in those around the form."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = bounds
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)
