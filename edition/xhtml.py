"""The document as XHTML, for print and for the screen, through the shared Jinja2 templates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from edition.book import Edition
from edition.document import (
    Block,
    BlockQuote,
    Document,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    SmallCaps,
    Text,
    ThematicBreak,
    Verse,
    blocks_of,
    inlines_of,
    reading,
    walk,
)
from edition.errors import TypesetError
from edition.phrases import Phrases, phrases
from edition.source import Source

Medium = Literal["print", "screen"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The complement of `Char` in XML 1.0, production 2."""

_KINDS: Mapping[type[Block | Inline], str] = {
    Text: "text",
    Emphasis: "emphasis",
    SmallCaps: "smallcaps",
    LineBreak: "linebreak",
    PageBreak: "pagebreak",
    Note: "note",
    Heading: "heading",
    Paragraph: "paragraph",
    BlockQuote: "quote",
    Verse: "verse",
    ListBlock: "list",
    ThematicBreak: "break",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """How one medium renders one edition; made by `setting`, read by the macros of `nodes.j2`."""

    medium: Medium
    source: Source
    phrases: Phrases
    moved: frozenset[int] = frozenset()
    """Numbers of the notes that print sends to the end of the book."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The file of an id, where the medium has several files."""
    _headings: Mapping[int, int] = field(default_factory=dict)

    def text(self, node: Text) -> str:
        """Return what a leaf prints; raises TypesetError for a character that no XML file can hold."""
        text = reading(self.source, node)
        if bad := _NOT_XML.search(text):
            raise TypesetError(
                f"The text holds the control character U+{ord(bad[0]):04X} after {text[: bad.start()][-30:]!r}, "
                "which no EPUB can hold. Delete it in the source, or answer with a reading without it."
            )
        return text

    def anchor(self, heading: Heading) -> str:
        """Return the id of a heading: `heading-3` for the third of the edition."""
        return f"heading-{self._headings[id(heading)]}"

    def href(self, anchor: str) -> str:
        """Return the reference to an id, with its file where the medium has several."""
        return f"{self.files.get(anchor, '')}#{anchor}"


def setting(
    edition: Edition, medium: Medium, *, moved: frozenset[int] = frozenset(), files: Mapping[str, str] | None = None
) -> Setting:
    """Return the setting of an edition; it is bound to the very nodes of the edition's document."""
    order = {id(heading): n for n, heading in enumerate(headings_of(edition.document), 1)}
    words = phrases(edition.metadata.language)
    return Setting(medium, edition.book.source, words, moved, files or {}, order)


def headings_of(document: Document) -> list[Heading]:
    """Return the headings in reading order, those inside notes and quotations included."""
    return [block for block in _each(blocks_of(document)) if isinstance(block, Heading)]


def notes_in(blocks: Iterable[Block]) -> list[Note]:
    """Return the notes called in the blocks in reading order, those inside notes included."""
    return [inline for block in blocks for inline in walk(inlines_of(block)) if isinstance(inline, Note)]


def _each(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block, those in quotations, lists and notes included."""
    for block in blocks:
        yield block
        match block:
            case BlockQuote():
                yield from _each(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _each(item)
            case Heading() | Paragraph() | Verse():
                for note in _notes_at(inlines_of(block)):
                    yield from _each(note.blocks)
            case ThematicBreak():
                pass
            case _:
                assert_never(block)


def _notes_at(inlines: Iterable[Inline]) -> Iterator[Note]:
    """Yield the notes of one text, those inside its emphasis included, those inside its notes not."""
    for inline in inlines:
        match inline:
            case Note():
                yield inline
            case Emphasis() | SmallCaps():
                yield from _notes_at(inline.inlines)
            case Text() | LineBreak() | PageBreak():
                pass
            case _:
                assert_never(inline)


def kind(node: Block | Inline) -> str:
    """Return the name by which the templates know a node's type."""
    return _KINDS[type(node)]


def stanzas(lines: Iterable[tuple[Inline, ...]]) -> list[list[tuple[Inline, ...]]]:
    """Return the lines of verse by stanza; no line is lost but the empty ones that divide them."""
    found: list[list[tuple[Inline, ...]]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [stanza for stanza in found if stanza]


@cache
def environment() -> Environment:
    """Return the template environment: text is escaped, an unknown name is an error, only our own templates load."""
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["kind"] = kind
    env.filters["stanzas"] = stanzas
    env.filters["notes_in"] = notes_in
    return env
