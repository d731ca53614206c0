"""A block that holds the end of one page and the beginning of another is cut there, and queried where that is open."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from edition.atoms import split_atoms
from edition.blocks import recognise_blocks
from edition.book import Book, Edition
from edition.gluing import loosen
from edition.imposition import impose
from edition.lexicon import read_lexicon
from edition.restore import restore
from edition.source import decode
from tests.bench import roundtrip
from tests.bench.booklets import make_booklet
from tests.fixture import printed
from tests.imposed import COLOPHON, TITLE, Booklet, Printed, paginate, prose


def run_together(sides: tuple[tuple[Printed | None, ...], ...]) -> str:
    """Return the extraction with the columns of every side run together."""
    text = []
    for side in sides:
        columns = [page for page in side if page is not None and page not in (TITLE, COLOPHON) and page.blocks]
        blocks = [block for page in side if page in (TITLE, COLOPHON) for block in page.blocks]
        for n, page in enumerate(columns):
            first, *rest = page.blocks
            blocks = [*blocks[:-1], f"{blocks[-1]} {first}", *rest] if n else [*blocks, first, *rest]
        text += blocks
    return "\n\n".join(text) + "\n"


@cache
def found() -> tuple[Booklet, Edition]:
    booklet = paginate(prose("on-liberty-2.2up.sheet.mild"), 17, room=2200)
    pages = (TITLE, Printed(()), *booklet.pages, COLOPHON)
    source = decode("mill.txt", run_together(impose(pages, "2up", cover=True)).encode())
    return booklet, restore(Book("mill", source, {"language": "en"}))


def runs(text: str) -> set[tuple[str, ...]]:
    words = ["".join(c for c in word if c.isalnum()) for word in text.split()]
    return set(zip(*(words[n:] for n in range(5)), strict=False))


def test_pages_run_together_come_apart_again() -> None:
    booklet, edition = found()
    assert (edition.arrangement.scheme, edition.arrangement.pages) == ("2up", 20)
    true = runs(" ".join(booklet.paragraphs))
    assert len(true & runs(printed(edition))) > 0.97 * len(true)


def test_a_seam_that_is_open_is_asked() -> None:
    booklet, edition = found()
    asked = " ".join(" ".join((q.quote, q.printed, *q.alternatives)) for q in edition.apparatus.queries)
    true, told = runs(" ".join(booklet.paragraphs)), {w for w in asked.split() if w.isalpha()}
    wrong = [run for run in runs(printed(edition)) - true if not set(run) & told]
    assert not [run for run in wrong if all(word.islower() for word in run)]


def test_loosen_keeps_every_character() -> None:
    source = decode("mill.txt", "\n\n".join(prose("on-liberty-2.2up.sheet.mild")[:6]).encode())
    fragments = recognise_blocks(source).fragments
    atoms = split_atoms(source, fragments, frozenset(), read_lexicon("en", source.text))
    cut, loose, moved = loosen(source, atoms)
    assert [cut[i].span.start for i in moved[:-1]] == [atom.span.start for atom in atoms]
    assert len(cut) == len(atoms) + len(loose)
    assert all(a.span.end == b.span.start for n, (a, b) in enumerate(pairwise(cut), 1) if n in loose)


def test_of_signatures_that_read_well_enough_the_best_is_taken() -> None:
    # Of a Greek text whose paragraphs say little, 24 pages in one signature read well, and in two much better.
    case = next(case for case in roundtrip.cases(51, 14, "mixed") if case.number == 50)
    booklet = make_booklet(case.booklet)
    data, _ = roundtrip.extract(case, booklet, roundtrip.impose(booklet, case.scheme))
    arrangement = restore(Book("case", decode("booklet.txt", data))).arrangement
    assert (case.scheme.scheme, arrangement.scheme, arrangement.pages, arrangement.signature) == ("2up", "2up", 24, 12)


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("manifesto.2up-sig16.sheet.seed", "alone remained"),
        ("manifesto.2up-sig16.sheet.seed", "against"),
        ("on-liberty-2.2up.sheet.mild", "to each individual,"),
    ],
)
def test_where_two_columns_alone_are_run_together_their_lines_tell_it(name: str, end: str) -> None:
    """The other pages show the order, and that what stands in this block leaves one too full, and another short."""
    text = (Path(__file__).parent / "bench" / "dev" / name / "source.txt").read_text()
    assert text.count(f"{end}\n\n") == 1
    apart, together = (
        runs(printed(restore(Book("book", decode("source.txt", own.encode())))))
        for own in (text, text.replace(f"{end}\n\n", f"{end} "))
    )
    assert not apart - together
