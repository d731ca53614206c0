"""`edition check`: every law held against the finished files of one book, and every checker to be found here."""

import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pypdfium2

from edition.book import Edition
from edition.build import OUTPUTS, Tell, make, read_book
from edition.checkers import Outcome, ask_all
from edition.document import Document, notes_of, pieces_of
from edition.errors import EditionError, LawError
from edition.imposition import SCHEMES, impose, unimpose
from edition.progress import silent
from edition.readback import hold, told

FILLER = re.compile("[\\s\x02\ufffe\N{SOFT HYPHEN}\N{HYPHEN}-]+")
"""What a line end adds to a text or takes from it; pdfium writes U+0002 or U+FFFE for a hyphen there."""


def check(path: Path, tell: Tell = silent) -> list[Outcome]:
    """Return what held, what failed and what could not be checked here; only a temporary folder is written."""
    from edition.restore import restore

    tell("restoring the text")
    edition = restore(read_book(path))
    outcomes = [
        law("every character of the source exactly once", lambda: partition(edition)),
        law("the account balances", lambda: balance(edition)),
        law("one mark for every note, in order", lambda: marks(edition.document)),
        law("unimposing undoes imposing", lambda: fold(edition)),
    ]
    files: dict[str, bytes] = {}
    outcomes.append(law("the files can be made, no note lost", lambda: files.update(make(edition, OUTPUTS, tell))))
    if files:
        outcomes += made(path, edition, files, tell)
    return outcomes


def made(path: Path, edition: Edition, files: dict[str, bytes], tell: Tell) -> list[Outcome]:
    """Return what holds of the finished files."""
    slug = edition.book.slug
    outcomes = [
        law("the EPUB says what the document says", lambda: hold(edition, files[f"{slug}.epub"])),
        law("the PDF says what the document says", lambda: hold_pdfs(edition, files)),
    ]
    tell("building once more in another process")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outcomes.append(
            law("the same bytes in another process", lambda: rebuild(path, edition.book.slug, files, folder))
        )
        for file, data in files.items():
            (folder / file).write_bytes(data)
        tell("asking the checkers")
        return [*outcomes, *ask_all(folder)]


def law(name: str, holds: Callable[[], object]) -> Outcome:
    """Return whether a check ran without an error of the edition's family."""
    try:
        holds()
    except EditionError as error:
        return Outcome(name, "FAILED", str(error))
    return Outcome(name, "held")


def failed(outcomes: Iterable[Outcome]) -> bool:
    """Tell whether anything failed."""
    return any(outcome.state == "FAILED" for outcome in outcomes)


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as lines of text, the reasons indented under their line, and the sums at the end."""
    width = max(len(outcome.state) for outcome in outcomes)
    lines = []
    for outcome in outcomes:
        lines.append(f"{outcome.state:<{width}}  {outcome.name}")
        lines += [f"{'':<{width}}    {line}" for line in outcome.note.splitlines()]
    states = [outcome.state for outcome in outcomes]
    counts = (f"{states.count(state)} {state}" for state in ("held", "FAILED", "unchecked"))
    return "\n".join([*lines, "", ", ".join(counts)])


def partition(edition: Edition) -> None:
    """Raise LawError unless the document's leaves and what was set aside part the source exactly."""
    document, length = edition.document, len(edition.book.source.text)
    spans = sorted(piece.span for piece in (*pieces_of(document), *document.set_aside) if len(piece.span))
    ends = [(0, 0), *((span.start, span.end) for span in spans), (length, length)]
    for (_, end), (start, _) in pairwise(ends):
        if start != end:
            fault = "lost" if start > end else "printed or set aside twice"
            first, last = min(start, end), max(start, end)
            line = edition.book.source.line(first)
            raise LawError(f"{edition.book.source.name}, line {line}: characters {first} to {last} are {fault}.")


def balance(edition: Edition) -> None:
    """Raise LawError unless the sums of the apparatus are those of the source."""
    apparatus, length = edition.apparatus, len(edition.book.source.text)
    total = apparatus.kept + apparatus.emended + sum(count for _, count in apparatus.set_aside)
    if total != length:
        raise LawError(f"the account has {total} characters, the source {length}.")


def marks(document: Document) -> None:
    """Raise LawError unless the notes count 1, 2, 3 … in the order of their marks and each says something."""
    notes = notes_of(document)
    numbers = [note.number for note in notes]
    if numbers != list(range(1, len(numbers) + 1)):
        raise LawError(f"the notes stand in the order {numbers}.")
    for note in notes:
        if not note.blocks:
            raise LawError(f"note {note.number} is empty.")


def fold(edition: Edition) -> None:
    """Raise LawError unless every scheme gives back as many pages as this book has, in order."""
    pages = list(range(1, max(1, edition.arrangement.pages) + 1))
    for scheme in SCHEMES:
        for cover in (False, True):
            back = unimpose(impose(pages, scheme, cover=cover), scheme, pages=len(pages), cover=cover)
            if list(back) != pages:
                raise LawError(f"scheme {scheme}: {len(pages)} pages come back as {back}.")


def rebuild(path: Path, slug: str, files: dict[str, bytes], folder: Path) -> None:
    """Raise LawError unless a process with another folder, time zone and hash seed makes the same bytes."""
    environment = {
        **os.environ,
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "271828",
        "PYTHONPATH": os.pathsep.join(str(Path(place).resolve()) for place in sys.path),
    }
    command = [
        sys.executable,
        "-m",
        "edition",
        "build",
        str(path.resolve()),
        "--quiet",
        "--dist",
        str(folder / "again"),
    ]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LawError(f"the build fails in another process: {done.stderr.strip()}")
    for name, data in files.items():
        if (folder / "again" / slug / name).read_bytes() != data:
            raise LawError(f"{name} has other bytes when another process makes it.")


def hold_pdfs(edition: Edition, files: dict[str, bytes]) -> None:
    """Raise LawError unless the PDF of every format says what the document says."""
    for name, data in files.items():
        if name.endswith(".pdf") and "-booklet-" not in name and not name.endswith("-printing.pdf"):
            hold_pdf(edition, data)


def hold_pdf(edition: Edition, pdf: bytes) -> None:
    """Raise LawError unless every block and note of the document can be read in the PDF, from page to page in order.

    Compared are all characters but blanks and hyphens; a block may go on on the next pages, below their running heads.
    """
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = [squeezed(page.get_textpage().get_text_range()) for page in opened]
    words = told(edition)
    read_along([unmarked(text) for text in words.front + words.body + words.back], pages)
    for note in words.notes:
        read_along([unmarked(text) for text in note], pages)


def unmarked(text: str) -> str:
    """Return a text as `told` gives it without its page marks and the brackets of its calls, squeezed."""
    return squeezed(re.sub(r"\[\^(\d+)\]", r"\1", re.sub(r"\[p\. \d+\]", "", text)))


def read_along(wanted: list[str], pages: list[str]) -> None:
    """Raise LawError unless each text begins on the page where the last one ends, or later; it may run over page ends.

    Within a page the order is not compared: what is drawn last, such as a list, comes last in the page's text.
    """
    page = 0
    for text in wanted:
        rest = text[longest(text, pages[page]) :]
        while rest:
            page += 1
            if page == len(pages):
                raise LawError(f"the PDF lacks {rest[:60]!r} of {text[:60]!r} (blanks and hyphens left out).")
            rest = rest[longest(rest, pages[page]) :]


def longest(text: str, page: str) -> int:
    """Return how many characters of the text, from its beginning, stand together on the page."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    return low


def squeezed(text: str) -> str:
    """Return the text without blanks and hyphens, ligatures and small capitals undone."""
    return FILLER.sub("", unicodedata.normalize("NFKC", text)).casefold()
