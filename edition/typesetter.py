"""WeasyPrint's parts, loaded without asking the compiler where its libraries lie.

It tries the names that a library has on every system. For each that Linux has not, Python runs the linker and the
compiler to look for another: dozens of programs, a third of the time of loading, and never an answer, since whatever
they find the system's loader finds by the name that WeasyPrint tries next.
"""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = [
    "CSS",
    "HTML",
    "FatalURLFetchingError",
    "FontConfiguration",
    "FootnoteArea",
    "InlineBox",
    "Layout",
    "LayoutContext",
    "LineBox",
    "TextBox",
    "URLFetcherResponse",
    "blocks",
    "create_anonymous_boxes",
    "create_layout",
    "ffi",
    "first_line_metrics",
    "inlines",
    "layouts",
    "line_breaks",
    "pages",
]


def not_asked(name: str) -> None:
    """Find no library."""


@contextmanager
def by_name() -> Iterator[None]:
    """Let Linux find libraries by the names of their files alone meanwhile; other systems search as they do."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = not_asked
    try:
        yield
    finally:
        ctypes.util.find_library = search


with by_name():
    import_module("weasyprint")
if TYPE_CHECKING:
    from weasyprint import CSS, HTML
    from weasyprint import layout as layouts
    from weasyprint.document import Document as Layout
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox as FootnoteArea
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
    from weasyprint.formatting_structure.build import create_anonymous_boxes
    from weasyprint.layout import LayoutContext
    from weasyprint.layout import block as blocks
    from weasyprint.layout import inline as inlines
    from weasyprint.layout import page as pages
    from weasyprint.text.ffi import ffi
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import create_layout, first_line_metrics
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse
else:
    top, urls = import_module("weasyprint"), import_module("weasyprint.urls")
    boxes, layouts = import_module("weasyprint.formatting_structure.boxes"), import_module("weasyprint.layout")
    CSS, HTML, Layout = top.CSS, top.HTML, import_module("weasyprint.document").Document
    InlineBox, LineBox, TextBox, LayoutContext = boxes.InlineBox, boxes.LineBox, boxes.TextBox, layouts.LayoutContext
    FootnoteArea = boxes.FootnoteAreaBox
    create_anonymous_boxes = import_module("weasyprint.formatting_structure.build").create_anonymous_boxes
    blocks, inlines = import_module("weasyprint.layout.block"), import_module("weasyprint.layout.inline")
    pages = import_module("weasyprint.layout.page")
    ffi, text = import_module("weasyprint.text.ffi").ffi, import_module("weasyprint.text.line_break")
    create_layout, first_line_metrics = text.create_layout, text.first_line_metrics
    FontConfiguration = import_module("weasyprint.text.fonts").FontConfiguration
    FatalURLFetchingError, URLFetcherResponse = urls.FatalURLFetchingError, urls.URLFetcherResponse

Shaped = Any
"""A text laid out by Pango, in WeasyPrint's keeping."""


def line_breaks(layout: Shaped, places: list[int]) -> list[int]:
    """Return those of the characters of a laid out text before which the shaper lets a line end."""
    found = import_module("weasyprint.text.ffi").pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    return [place for place in places if found[place].is_line_break]
