"""The source as it came: its characters, its sum, and half-open spans into it."""

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from edition.errors import SourceError

if TYPE_CHECKING:
    from edition.sheets import Layout


_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")
"""White space, and characters that no page shows."""
LARGEST = 512 << 20
"""The largest file that is read, in bytes."""
MOST = 8_000_000
"""The most characters of a text that are read: some 3,000 full pages, as of a PDF."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` of the source, half-open, counted from 0."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Source:
    """The decoded text of one file. Nothing is normalised: offsets mean the original characters."""

    name: str
    """The file as the user named it, for messages."""
    text: str
    sha256: str
    """Of the file's bytes, in lower-case hexadecimal."""
    layout: "Layout | None" = field(default=None, repr=False, compare=False)
    """Of a PDF: on which sheet, where and in what type each character stands."""
    _lines: list[int] = field(default_factory=list, repr=False, compare=False)

    def at(self, span: Span) -> str:
        """Return the characters of the span as they stand."""
        return self.text[span.start : span.end]

    def line(self, offset: int) -> int:
        """Return the number, from 1, of the line that holds the character at `offset`."""
        if not self._lines:
            self._lines.append(0)
            at = self.text.find("\n")
            while at >= 0:
                self._lines.append(at + 1)
                at = self.text.find("\n", at + 1)
        return bisect_right(self._lines, offset)


def read_source(path: Path) -> Source:
    """Return the source whose text, encoded as UTF-8, is the file byte for byte; of a PDF, the text that stands on it.

    Raises SourceError for a file that is missing, empty, too large, binary or not UTF-8, and for a PDF that is
    encrypted, damaged or without text.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path}: is larger than {LARGEST >> 20} MB, the most that is read. Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Name a text file or a book's folder.") from error
    return decode(str(path), data)


def decode(name: str, data: bytes) -> Source:
    """Return the source for bytes already read; raises SourceError as `read_source` does."""
    if data.startswith(b"%PDF-"):
        from edition.sheets import read_layout

        text, layout = read_layout(name, data)
        return Source(name, text, hashlib.sha256(data).hexdigest(), layout)
    if b"\0" in data:
        at = data.index(0)
        raise SourceError(f"{name}: is not a text file (byte {at} is NUL). Extract the booklet's text first.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{name}, line {line}: byte 0x{data[error.start]:02x} is not UTF-8. "
            "Save the file as UTF-8 (for example: iconv -f WINDOWS-1252 -t UTF-8)."
        ) from error
    if len(text) > MOST:
        raise SourceError(
            f"{name}: has {len(text):,} characters; at most {MOST:,} are read. Split it, for example with split."
        )
    if not _UNSEEN.sub("", text):
        raise SourceError(f"{name}: is empty. There is no text to make an edition of.")
    return Source(name, text, hashlib.sha256(data).hexdigest())
