"""Which versions decided the bytes of the files: kept beside them, never in the EPUB, whose bytes they would change."""

import ctypes
import hashlib
import json
import platform
import unicodedata
import zlib
from functools import cache
from importlib.metadata import version

from edition import __version__, assets

PACKAGES = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinyhtml5",
    "tinycss2",
    "cssselect2",
    "pyphen",
    "pillow",
    "jinja2",
    "lxml",
    "ebooklib",
    "pikepdf",
    "pypdfium2",
    "wordfreq",
    "symspellpy",
)
LIBRARIES = {
    "pango": ("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
    "harfbuzz": ("hb_version_string", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "harfbuzz-subset": (
        "hb_version_string",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
}
"""A function that returns the version, and the library's file on Linux, macOS and Windows."""


def record(files: dict[str, bytes]) -> str:
    """Return, as JSON, the sums of the files and every version that decided their bytes."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    return json.dumps({"sha256": sums, "versions": current()}, indent=2) + "\n"


@cache
def current() -> dict[str, str]:
    """Return the versions here: where they are the same, an edition has the same bytes."""
    python = {
        "edition": __version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "machine": platform.machine(),
        "unicode": unicodedata.unidata_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    packages = {name: version(name) for name in PACKAGES}
    libraries = {name: library(*how) for name, how in LIBRARIES.items()}
    return python | packages | libraries | faces()


def library(function: str, *files: str) -> str:
    """Return the version a native library gives, or that it is not there."""
    for file in files:
        try:
            loaded = ctypes.CDLL(file)
        except OSError:
            continue
        ask = getattr(loaded, function)
        ask.restype = ctypes.c_char_p
        return bytes(ask()).decode()
    return "not found"


def faces() -> dict[str, str]:
    """Return the first half of every face's SHA-256."""
    files = sorted(file for file in assets.path("fonts").iterdir() if file.suffix in {".otf", ".ttf"})
    return {f"fonts/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()[:32] for file in files}
