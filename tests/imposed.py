"""Booklets for tests: prose cut into pages of equal room, imposed, and extracted as columns of a sheet side."""

import json
import random
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from edition.imposition import impose

BENCH = Path(__file__).resolve().parent / "bench" / "dev"


@cache
def prose(case: str) -> tuple[str, ...]:
    """Return the paragraphs of a true text, public domain, without marks and emphasis."""
    truth = json.loads((BENCH / case / "truth.json").read_text(encoding="utf-8"))
    texts = [re.sub(r"\[\^\d+\]|\*", "", block["text"]) for block in truth["blocks"] if block["kind"] == "p"]
    # The first may be a summary in headwords.
    return tuple(text for text in texts[2:] if re.search(r"[.!?][”’)]*$", text))


@dataclass(frozen=True, slots=True)
class Printed:
    """A page as it is printed: its blocks of text, and the notes at its foot."""

    blocks: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booklet:
    """A book's pages in reading order, with the text that they must read as."""

    pages: tuple[Printed, ...]
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())


def paginate(paragraphs: tuple[str, ...], pages: int, *, room: int = 1500, noted: float = 0.0) -> Booklet:
    """Return a book of so many pages with room for so many characters each; lines are 66 wide, no word is broken.

    A share `noted` of the paragraphs ends with a note mark; its note stands on the page where the mark does.
    """
    chance = random.Random(pages)
    made: list[Printed] = []
    used: list[str] = []
    notes: list[str] = []
    blocks: list[str] = []
    own: list[str] = []
    left = float(room)
    for paragraph in paragraphs:
        words = paragraph.split()
        line, block = "", []
        used.append("")
        for word in words:
            if len(line) + len(word) > 65:
                left -= 66
                line = ""
                if left <= 0:
                    blocks.append(" ".join(block))
                    made.append(Printed(tuple(blocks), tuple(own)))
                    blocks, own, block, left = [], [], [], float(room)
                    if len(made) == pages:
                        return Booklet(tuple(made), tuple(used), tuple(notes))
            line += word + " "
            block.append(word)
            used[-1] = f"{used[-1]} {word}".strip()
        left -= 66
        if chance.random() < noted:
            book = chance.choice(("first", "second", "third"))
            notes.append(f"See the {book} book of the author, p. {chance.randrange(9, 400)}.")
            superscript = str(len(notes)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
            block.append(superscript)
            block[-2:] = ["".join(block[-2:])]
            own.append(f"{superscript} {notes[-1]}")
            used[-1] += f"[^{len(notes)}]"
            left -= 66
        blocks.append(" ".join(block))
    made.append(Printed(tuple(blocks), tuple(own)))
    return Booklet(tuple(made), tuple(used), tuple(notes))


def extract(sides: tuple[tuple[Printed | None, ...], ...]) -> str:
    """Return the sides as an extraction has them: the blocks of the columns from left to right, then the notes."""
    blocks: list[str] = []
    for side in sides:
        pages = [page for page in side if page is not None]
        blocks += [block for page in pages for block in page.blocks]
        blocks += [note for page in pages for note in page.notes]
    return "\n\n".join(blocks) + "\n"


TITLE = Printed(("The Lamp and the Mill", "Ada B. Corder", "2005"))
COLOPHON = Printed(
    (
        "The Old Mill Library\nAnti-Copyright",
        "Ada B. Corder\nThe Lamp and the Mill\n2005",
        "Retrieved on March 8, 2012 from mill.example.org",
    )
)


def imposed(booklet: Booklet, scheme: str, *, signature: int = 0, framed: bool = False) -> str:
    """Return the extraction of the imposed booklet; framed: title page, a blank verso, and the colophon last."""
    if framed:
        pages = (TITLE, Printed(()), *booklet.pages, COLOPHON)
        return extract(impose(pages, scheme, signature=signature, cover=True))
    return extract(impose(booklet.pages, scheme, signature=signature))
