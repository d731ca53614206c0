"""The page to download from: what stands in `dist/`, read from the files themselves."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition import assets
from edition.errors import OutputError

FORMS = {
    ".epub": "EPUB, for an e-reader or a telephone",
    ".kepub.epub": "EPUB for a Kobo, whose notes pop up there",
    ".pdf": "PDF, to read or to print",
    "-a5.pdf": "PDF on pages of A5",
    "-a6.pdf": "PDF on pages of A6, for the pocket",
    "-b6.pdf": "PDF on pages of B6",
    "-half-letter.pdf": "PDF on pages of half a Letter sheet",
    "-a4.pdf": "PDF on pages of A4",
    "-letter.pdf": "PDF on pages of Letter",
    "-study-a4.pdf": "PDF on A4 with a wide margin for notes",
    "-study-letter.pdf": "PDF on Letter with a wide margin for notes",
    "-large-print.pdf": "PDF in large print, 18 point",
    "-phone.pdf": "PDF for the screen of a telephone",
    "-booklet-a4.pdf": "Booklet on A4, to print on both sides and fold",
    "-booklet-letter.pdf": "Booklet on Letter, to print on both sides and fold",
    "-booklet-a5.pdf": "Booklet on A5, to print on both sides and fold",
    "-booklet-b5.pdf": "Booklet on B5, to print on both sides and fold",
    "-booklet-a4-fronts.pdf": "Booklet on A4: the fronts alone, for a printer of one side",
    "-booklet-a4-backs.pdf": "Booklet on A4: the backs alone",
    "-booklet-letter-fronts.pdf": "Booklet on Letter: the fronts alone, for a printer of one side",
    "-booklet-letter-backs.pdf": "Booklet on Letter: the backs alone",
    "-booklet-a5-fronts.pdf": "Booklet on A5: the fronts alone, for a printer of one side",
    "-booklet-a5-backs.pdf": "Booklet on A5: the backs alone",
    "-booklet-b5-fronts.pdf": "Booklet on B5: the fronts alone, for a printer of one side",
    "-booklet-b5-backs.pdf": "Booklet on B5: the backs alone",
    "-printing.pdf": "How to print and fold the booklet, on one page",
    "-printing.txt": "The same as plain text",
    "-sheets.svg": "A picture of the booklet’s sheets, each front with its back",
    "-before-after.html": "A page of it, before and after",
}
"""What the end of a file's name says of it, in the order of the page."""


@dataclass(frozen=True, slots=True)
class File:
    """One link of the page."""

    href: str
    label: str
    size: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One book of the page."""

    slug: str
    title: str
    subtitle: str
    author: str
    date: str
    language: str
    files: tuple[File, ...]


def read(out: Path, but: str) -> list[Entry]:
    """Return the books in `out` but the one named, in the order of their folders.

    Raises OutputError for a folder whose `apparatus.json` is not this program's.
    """
    folders = sorted(path.parent for path in out.glob("*/apparatus.json") if path.parent.name != but)
    found = []
    for folder in folders:
        sizes = {file.name: file.stat().st_size for file in folder.iterdir() if file.is_file()}
        try:
            found.append(entry(folder.name, (folder / "apparatus.json").read_text(encoding="utf-8"), sizes))
        except (ValueError, KeyError, TypeError) as error:
            message = (
                f"{folder / 'apparatus.json'}: is not a book's apparatus. Move the folder away or build the book again."
            )
            raise OutputError(message) from error
    return found


def entry(slug: str, apparatus: str, sizes: dict[str, int]) -> Entry:
    """Return a book of the page from its apparatus and the sizes, in bytes, of its files."""
    book: dict[str, Any] = json.loads(apparatus)["book"]
    names = [(f"{slug}{end}", label) for end, label in FORMS.items() if f"{slug}{end}" in sizes]
    names += [("apparatus.txt", "What was changed, and what is asked")] if "apparatus.txt" in sizes else []
    files = tuple(File(f"{slug}/{name}", label, human(sizes[name])) for name, label in names)
    return Entry(slug, book["title"], book["subtitle"], book["author"], book["date"], book["language"], files)


def page(entries: list[Entry]) -> str:
    """Return the page for these books, sorted by author and title; whatever they say is text, never markup."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(assets.read("templates/index.html.j2"))
    return template.render(books=sorted(entries, key=lambda one: (one.author, one.title, one.slug))) + "\n"


def human(size: int) -> str:
    """Return a size in bytes as a reader wants it: `340 kB`, `1.2 MB`."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
