"""qpdf's objects, by the core of pikepdf alone: the rest of it takes three times as long to load, and does not impose.

Whoever imports pikepdf later gets all of it, with this same core.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from io import BytesIO
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING

__all__ = ["Array", "Dictionary", "Name", "Object", "Page", "PasswordError", "Pdf", "PdfError", "Rectangle", "Stream"]


@contextmanager
def in_name() -> Iterator[None]:
    """Let the package be there in name only meanwhile, unless it is there already: its parts load by themselves."""
    if "pikepdf" in sys.modules or not (spec := find_spec("pikepdf")):
        yield
        return
    sys.modules["pikepdf"] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules["pikepdf"]


with in_name():
    core = import_module("pikepdf._core")
if TYPE_CHECKING:
    from pikepdf import Array, Dictionary, Name, Object, Page, PasswordError, Pdf, PdfError, Rectangle, Stream
else:
    Array, Dictionary, Name, Object = core.Array, core.Dictionary, core.Name, core.Object
    Page, Stream = core.Page, core.Stream
    PasswordError, Pdf, PdfError, Rectangle = core.PasswordError, core.Pdf, core.PdfError, core.Rectangle


@contextmanager
def open_pdf(path: Path) -> Iterator[Pdf]:
    """Yield the PDF; raises PdfError for what is none, PasswordError for one that is locked, OSError for no file."""
    # The methods without the line come with the rest of pikepdf. This one loads a part that looks at files.
    with in_name():
        book: Pdf = methodcaller("_open", path.open("rb"), description=str(path), closing_stream=True)(core.Pdf)
    try:
        yield book
    finally:
        methodcaller("_close")(book)


def save(book: Pdf, target: Path | BytesIO) -> None:
    """Write an open PDF; the same objects give the same bytes, and streams stay encoded as they are."""
    with in_name(), target.open("wb") if isinstance(target, Path) else nullcontext(target) as file:
        methodcaller(
            "_save",
            file,
            min_version="1.7",
            fix_metadata_version=False,
            deterministic_id=True,
            object_stream_mode=core.ObjectStreamMode.generate,
            stream_decode_level=core.StreamDecodeLevel.none,
        )(book)
