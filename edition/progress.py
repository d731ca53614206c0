"""What a waiting reader sees: one line that changes on a terminal, nothing until a book is done elsewhere."""

from typing import TextIO

CLEAR = "\r\N{ESCAPE}[K"


class Progress:
    """Shows the step at work on `stream` while it is a terminal; elsewhere, and when quiet, it shows nothing."""

    # No dataclass: importing what makes one would take longer than the rest of `edition --help`.
    __slots__ = ("book", "quiet", "stream")

    def __init__(self, stream: TextIO, quiet: bool = False, book: str = "") -> None:
        self.stream, self.quiet, self.book = stream, quiet, book

    def __call__(self, step: str) -> None:
        """Replace the line by the step that begins now."""
        self._write(f"{CLEAR}{self.book}: {step} …")

    def clear(self) -> None:
        """Leave the line empty, for a message to stand there."""
        self._write(CLEAR)

    def _write(self, text: str) -> None:
        if not self.quiet and self.stream.isatty():
            self.stream.write(text)
            self.stream.flush()


def silent(step: str) -> None:
    """Show nothing: what the library does unless it is told otherwise."""
