"""Booklets of any length, cut into pages by their characters: `python -m tests.bench.lengths [PAGES…]` times restoring.

Nothing is set by a typesetter, so that 800 pages are made in a moment. The words are those of `dev/`; from the second
time through on their sentences stand in another order.
"""

import cProfile
import pstats
import random
import re
import sys
import textwrap
import time
from functools import cache
from itertools import pairwise

from edition.book import Book
from edition.imposition import choose_signature, impose
from edition.restore import Stages, run
from edition.source import decode
from tests.imposed import COLOPHON, TITLE, Booklet, Printed, imposed, paginate, prose

CASES = (
    "civil-disobedience.2up.sheet.seed",
    "manifesto.2up-sig16.sheet.seed",
    "mutual-aid-1.2up.sheet.seed",
    "on-liberty-2.2up.sheet.mild",
    "vindication-5.2up.sheet.harsh",
    "wild-apples.2side.sheet.mild",
)
FORMS = ("one signature", "40-80", "in order", "pdftotext")
ROOM = 1500
"""Characters on a page."""
NOTED = 0.25
"""How many paragraphs call a note."""


@cache
def _words(characters: int) -> tuple[str, ...]:
    """Return paragraphs of at least so many characters."""
    own = [paragraph for case in CASES for paragraph in prose(case)]
    chance = random.Random(1)
    found = list(own)
    sentences = [s for paragraph in own for s in re.split(r"(?<=[.!?]) (?=[A-Z])", paragraph)]
    while sum(map(len, found)) < characters:
        chance.shuffle(sentences)
        left = iter(sentences)
        for paragraph in own:
            count = len(re.findall(r"[.!?] (?=[A-Z])", paragraph)) + 1
            found.append(" ".join(s for _, s in zip(range(count), left, strict=False)))
    return tuple(found)


@cache
def make(pages: int) -> Booklet:
    """Return a book of so many pages without title and colophon."""
    return paginate(_words(pages * ROOM * 2), pages, room=ROOM, noted=NOTED)


def lines_of(page: Printed, folio: int) -> str:
    """Return a page as lines, with its folio under it."""
    blocks = [*page.blocks, *page.notes]
    lines = [line for block in blocks for line in textwrap.wrap("  " + block, 66, drop_whitespace=True)]
    return "\n".join([*lines, "", str(folio)])


def write(pages: int, form: str) -> str:
    """Return the extraction of a book of about so many pages, a title and a colophon among them."""
    booklet = make(pages - 3)
    if form == "in order":
        return imposed(booklet, "none", framed=True)
    if form == "40-80":
        return imposed(booklet, "2up", signature=choose_signature(pages, 40, 80), framed=True)
    if form == "one signature":
        return imposed(booklet, "2up", framed=True)
    folios = {id(page): n for n, page in enumerate(booklet.pages, 3)}
    sides = impose((TITLE, Printed(()), *booklet.pages, COLOPHON), "2up", cover=True)
    texts = [
        "\n\n".join(lines_of(p, folios[id(p)]) if id(p) in folios else "\n\n".join(p.blocks) for p in side if p)
        for side in sides
    ]
    return "\f".join(texts) + "\f"


def timed(text: str) -> tuple[float, Stages]:
    """Return the seconds of processor time that restoring takes, and what it made."""
    book = Book("case", decode("source", text.encode()))
    start = time.process_time()
    stages = run(book)
    return time.process_time() - start, stages


def broken(booklet: Booklet, stages: Stages) -> int:
    """Return how many page turns of the booklet do not stand in the order found."""
    text = stages.book.source.text
    order = stages.order
    read = " ".join(
        text[order.atoms[i].span.start : order.atoms[i].span.end] for leaf in order.leaves for i in leaf.text
    )
    read = " ".join(read.split())
    ends = (f"{a.blocks[-1].split()[-1]} {b.blocks[0][:60].strip()}" for a, b in pairwise(booklet.pages))
    return sum(words not in read for words in ends)


def main() -> None:
    """Time each form at each length, and print what was found."""
    shown = "--profile" in sys.argv
    only = [word.removeprefix("--form=") for word in sys.argv if word.startswith("--form=")]
    for pages in [int(word) for word in sys.argv[1:] if word.isdigit()] or [24, 100, 400, 800]:
        for form in only or FORMS:
            profile = cProfile.Profile()
            text = write(pages, form)
            if shown:
                profile.enable()
            taken, stages = timed(text)
            profile.disable()
            name = stages.order.hypothesis.name if stages.order.hypothesis else "as it stands"
            wrong = broken(make(pages - 3), stages)
            print(
                f"{pages:>4} {form:<14}{taken:7.2f} s {taken / pages:.4f} a page; {name}; {wrong} turns wrong",
                flush=True,
            )
            if shown:
                pstats.Stats(profile).sort_stats("tottime").print_stats(22)


if __name__ == "__main__":
    main()
