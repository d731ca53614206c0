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
from typing import TYPE_CHECKING

__all__ = [
    "CSS",
    "HTML",
    "FatalURLFetchingError",
    "FontConfiguration",
    "Layout",
    "LayoutContext",
    "LineBox",
    "TextBox",
    "URLFetcherResponse",
    "blocks",
    "inlines",
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
    from weasyprint.document import Document as Layout
    from weasyprint.formatting_structure.boxes import LineBox, TextBox
    from weasyprint.layout import LayoutContext
    from weasyprint.layout import block as blocks
    from weasyprint.layout import inline as inlines
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse
else:
    top, urls = import_module("weasyprint"), import_module("weasyprint.urls")
    boxes, layout = import_module("weasyprint.formatting_structure.boxes"), import_module("weasyprint.layout")
    CSS, HTML, Layout = top.CSS, top.HTML, import_module("weasyprint.document").Document
    LineBox, TextBox, LayoutContext = boxes.LineBox, boxes.TextBox, layout.LayoutContext
    blocks, inlines = import_module("weasyprint.layout.block"), import_module("weasyprint.layout.inline")
    FontConfiguration = import_module("weasyprint.text.fonts").FontConfiguration
    FatalURLFetchingError, URLFetcherResponse = urls.FatalURLFetchingError, urls.URLFetcherResponse
