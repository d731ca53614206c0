"""Cases in plain text files, and restored texts in a plain form to hold against them.

A file of `tests/cases` has sections that begin with `# ` and say of what temper their cases are: in the wild,
synthetic, negative, known failures. A case is its title, then the input and what is expected, each followed by a line
with a full stop alone, after one such line that opens it. A negative case has no third part: nothing of it may change.
Known failures are strict: one that passes is a failure until it has moved to another section. `[de]` in a title names
the language; `⍽` stands for a narrow no-break space, which nobody would see.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from edition.book import Book, Edition
from edition.document import (
    Block,
    BlockQuote,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    SmallCaps,
    Table,
    Text,
    Verse,
    reading,
)
from edition.restore import restore
from edition.source import Source, decode

CASES = Path(__file__).resolve().parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file."""

    title: str
    given: str
    expected: str
    language: str


def cases(name: str) -> list[ParameterSet]:
    """Return the cases of `tests/cases/<name>.txt` as parameters named after their titles."""
    section, found, lines = "", [], iter((CASES / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
    for line in lines:
        if line.startswith("# "):
            section = line[2:].strip()
        elif line.strip():
            assert next(lines) == ".", f"{name}.txt: after {line!r} stands a full stop alone"
            given = _part(lines)
            expected = given if section == "negative" else _part(lines)
            language = re.search(r"\[([a-z]{2,3})\]", line)
            case = Case(line, given, expected, language.group(1) if language else "en")
            marks = [pytest.mark.xfail(strict=True)] if section == "known failures" else []
            found.append(pytest.param(case, id=f"{section}: {line}", marks=marks))
    return found


def _part(lines: Iterator[str]) -> str:
    found = []
    for line in lines:
        if line == ".":
            return "\n".join(found).replace("⍽", "\N{NARROW NO-BREAK SPACE}")
        found.append(line)
    raise AssertionError("a part of a case ends with a full stop alone")


def edition_of(text: str, language: str = "", **given: str) -> Edition:
    """Return the edition of a text, with no configuration but its language."""
    return restore(
        Book("case", decode("case.txt", text.encode()), given | ({"language": language} if language else {}))
    )


def printed(edition: Edition) -> str:
    """Return the text as it prints: blocks parted by blank lines, `*emphasis*`, `# heading`, `> quotation`, `[^1]`."""
    source, document = edition.book.source, edition.document
    blocks = document.frontmatter + document.bodymatter + document.backmatter
    return "\n\n".join(block_text(source, block) for block in blocks)


def block_text(source: Source, block: Block) -> str:
    """Return one block in that form."""
    match block:
        case Heading():
            return f"{'#' * block.level} {inline_text(source, block.inlines)}"
        case Paragraph():
            return inline_text(source, block.inlines)
        case BlockQuote():
            return "\n\n".join(f"> {block_text(source, inner)}" for inner in block.blocks)
        case Verse():
            return "\n".join(f"| {inline_text(source, line)}" for line in block.lines)
        case ListBlock():
            marks = (f"{block.start + n}." if block.ordered else "-" for n in range(len(block.items)))
            return "\n".join(
                f"{mark} {block_text(source, inner)}"
                for mark, item in zip(marks, block.items, strict=True)
                for inner in item
            )
        case Table():
            return "\n".join(" | ".join(inline_text(source, cell) for cell in row) for row in block.rows)
        case _:
            return "***"


def inline_text(source: Source, inlines: tuple[Inline, ...]) -> str:
    """Return inlines in that form."""
    out = []
    for inline in inlines:
        match inline:
            case Text():
                out.append(reading(source, inline))
            case Emphasis() | SmallCaps():
                out.append(f"*{inline_text(source, inline.inlines)}*")
            case LineBreak():
                out.append("\n")
            case Note():
                out.append(f"[^{inline.number}]")
            case PageBreak():
                pass
    return "".join(out)


def notes_text(edition: Edition) -> list[str]:
    """Return the text of each note in reading order, its paragraphs parted by a space."""
    from edition.document import notes_of

    source = edition.book.source
    return [" ".join(block_text(source, b) for b in note.blocks) for note in notes_of(edition.document)]
