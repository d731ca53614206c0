"""The document as XHTML, for print and for the screen, through the shared Jinja2 templates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path, PureWindowsPath
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from edition.apparatus import Apparatus
from edition.book import Edition
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
    ThematicBreak,
    Verse,
    blocks_of,
    headings_of,
    inlines_of,
    notes_of,
    plain,
    reading,
    walk,
)
from edition.errors import TypesetError
from edition.formats import DEFAULT, FORMATS, Format
from edition.pagination import Beginning, leaves
from edition.phrases import Phrases, direction, has_small_capitals, phrases
from edition.source import Source
from edition.spellings import BRITISH, english_of
from edition.titles import balanced, display, head, numbers, turned

Medium = Literal["print", "screen"]

BREAKABLE = 2.4
"""Lines of average letters: a shorter paragraph has no four lines, and so no place for a page break."""
FIRST_LINE = 1.4
"""Lines of average letters: more than the first line of a paragraph can hold."""
LEAD = 4
"""Words that a text begins with in small capitals."""
LONG_PART = 8000
"""Characters: four pages and more, on average, before every part opens on a page of its own."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The complement of `Char` in XML 1.0, production 2."""
_FIGURES = re.compile(r"\W{0,2}\d[\d.,/\s]*\W{0,2}")
"""A number, perhaps with a currency or a percentage."""
_LINE_END = re.compile(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*")
"""A space on paper; in some places WeasyPrint 70 fails over a line end in the file."""

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
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
    Table: "table",
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
    page: Format = FORMATS[DEFAULT]
    """In print: whose lines the text is broken into."""
    places: Mapping[str, int] = field(default_factory=dict)
    """In print: the pages of ids, where they are known beforehand."""
    booklet: bool = False
    """Whether the source shows the pages of the printed booklet."""
    _headings: Mapping[int, int] = field(default_factory=dict)
    _opened: Mapping[int, tuple[Beginning, ...]] = field(default_factory=dict)
    """The pages of the PDF that begin in a leaf, by its id in memory."""
    _numbers: Mapping[int, int] = field(default_factory=dict)
    """How many characters of a heading are its number, by its id in memory."""

    def opens(self, node: Text) -> bool:
        """Tell whether a page of the PDF begins in the text."""
        return id(node) in self._opened

    def runs(self, node: Text) -> Iterator[tuple[Beginning | None, str]]:
        """Yield the text in runs, each with the page of the PDF that begins with it."""
        text, opened = self.text(node), self._opened[id(node)]
        cuts = [0, *(page.offset for page in opened), len(text)]
        yield from zip((None, *opened), (text[a:b] for a, b in pairwise(cuts)), strict=True)

    def text(self, node: Text) -> str:
        """Return what a leaf prints; raises TypesetError for a character that no XML file can hold."""
        text = reading(self.source, node)
        if bad := _NOT_XML.search(text):
            raise TypesetError(
                f"The text holds the control character U+{ord(bad[0]):04X} after {text[: bad.start()][-30:]!r}, "
                "which no EPUB can hold. Delete it in the source, or answer with a reading without it."
            )
        return _LINE_END.sub(" ", text) if self.medium == "print" else text

    def plain(self, inlines: tuple[Inline, ...]) -> str:
        """Return the words of the inlines, notes left out."""
        return plain(self.source, inlines)

    def classes(self, paragraph: Paragraph) -> list[str]:
        """Return the classes of a paragraph: its role, and in print whether it may break over pages, and how."""
        names = [paragraph.role] if paragraph.role else []
        if self.medium == "print" and len(self.plain(paragraph.inlines)) > BREAKABLE * self.page.letters:
            names.append("breakable")
            names += ["noted-early"] if self._noted(paragraph.inlines) else []
        return names

    def figures(self, table: Table) -> frozenset[int]:
        """Return the columns, from 0, that hold figures alone below the first row: those stand at the right."""
        columns = enumerate(zip(*table.rows[1:], strict=True))
        texts = {n: [text for cell in cells if (text := self.plain(cell).strip())] for n, cells in columns}
        return frozenset(n for n, found in texts.items() if found and all(map(_FIGURES.fullmatch, found)))

    def lead(self, inlines: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str, str, tuple[Inline, ...]]:
        """Return a text in four: the marks of pages before its first leaf, that leaf's first words, its rest, and what
        follows; no words where it begins otherwise, with emphasis or a call.
        """
        text = next((self.text(inline) for inline in inlines if isinstance(inline, Text)), "")
        found = re.match(rf"(?:\S+ ){{1,{LEAD}}}(?=\S)", text)
        return self._cut(inlines, len(found[0].rstrip()) if found else 0)

    def number(self, heading: Heading) -> tuple[tuple[Inline, ...], str, str, tuple[Inline, ...]]:
        """Return a heading in four, likewise: in print its number, if it has one, is what stands out."""
        return self._cut(heading.inlines, self._numbers[id(heading)] if self.medium == "print" else 0)

    def _cut(self, inlines: tuple[Inline, ...], cut: int) -> tuple[tuple[Inline, ...], str, str, tuple[Inline, ...]]:
        at = next((n for n, inline in enumerate(inlines) if not isinstance(inline, PageBreak)), len(inlines))
        if not cut or at == len(inlines) or not isinstance(first := inlines[at], Text):
            return inlines, "", "", ()
        text = self.text(first)
        return inlines[:at], text[:cut], text[cut:], inlines[at + 1 :]

    def _noted(self, inlines: tuple[Inline, ...]) -> bool:
        """Tell whether a note may be called in the first line."""
        text = 0
        for inline in inlines:
            if isinstance(inline, Text):
                text += len(reading(self.source, inline))
            if text > FIRST_LINE * self.page.letters:
                return False
            if any(isinstance(inner, Note) for inner in walk([inline])):
                return True
        return False

    def anchor(self, heading: Heading) -> str:
        """Return the id of a heading: `heading-3` for the third of the edition."""
        return f"heading-{self._headings[id(heading)]}"

    def href(self, anchor: str) -> str:
        """Return the reference to an id, with its file where the medium has several."""
        return f"{self.files.get(anchor, '')}#{anchor}"


def setting(
    edition: Edition,
    medium: Medium,
    *,
    moved: frozenset[int] = frozenset(),
    files: Mapping[str, str] | None = None,
    page: Format = FORMATS[DEFAULT],
    places: Mapping[str, int] | None = None,
    pages: tuple[Beginning, ...] = (),
) -> Setting:
    """Return the setting of an edition; it is bound to the very nodes of the edition's document."""
    headings = headings_of(edition.document)
    order = {id(heading): n for n, heading in enumerate(headings, 1)}
    counted = numbers((heading.level, plain(edition.book.source, heading.inlines)) for heading in headings)
    figures = {id(heading): length for heading, length in zip(headings, counted, strict=True)}
    words, texts = phrases(edition.metadata.language), leaves(edition) if pages else []
    opened = {id(texts[leaf]): tuple(group) for leaf, group in groupby(pages, key=lambda page: page.leaf)}
    inlines = walk(inline for block in blocks_of(edition.document) for inline in inlines_of(block))
    booklet = any(isinstance(inline, PageBreak) for inline in inlines)
    return Setting(
        medium, edition.book.source, words, moved, files or {}, page, places or {}, booklet, order, opened, figures
    )


def notes_in(blocks: Iterable[Block]) -> list[Note]:
    """Return the notes called in the blocks in reading order, those inside notes included."""
    return [inline for block in blocks for inline in walk(inlines_of(block)) if isinstance(inline, Note)]


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


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between one heading of level 1 and the next."""

    blocks: tuple[Block, ...]
    opening: bool
    """Begins with such a heading, on a page of its own."""


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The source's own title page, if it has one; what closes it stands at the foot."""

    own: bool
    head: tuple[Block, ...]
    foot: tuple[Block, ...]


def title_page(blocks: tuple[Block, ...]) -> TitlePage:
    """Return the title page in the order of the source; its `own` is false where no line of it is a title."""
    roles = [block.role if isinstance(block, Paragraph) else "block" for block in blocks]
    cut = len(blocks)
    while cut and roles[cut - 1] in {"date", "imprint", ""}:
        cut -= 1
    return TitlePage("title" in roles, blocks[:cut], blocks[cut:])


def parts(source: Source, blocks: tuple[Block, ...]) -> tuple[Part, ...]:
    """Return the text by its headings of level 1; the parts open on new pages only where they are long on average."""
    starts = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    cuts = sorted({0, *starts, len(blocks)})
    long = sum(len(plain(source, inlines_of(block))) for block in blocks) >= LONG_PART * max(len(starts), 2)
    return tuple(Part(blocks[a:b], long and a in starts) for a, b in pairwise(cuts))


def render_print(
    edition: Edition,
    page: Format = FORMATS[DEFAULT],
    *,
    moved: frozenset[int] = frozenset(),
    loose: bool = False,
    places: Mapping[str, int] | None = None,
) -> str:
    """Return the whole book as one HTML file for print, with the notes of the `moved` numbers at its end.

    With `loose` a page may begin or end with a single line of a paragraph; `places` are the pages that references name,
    where the typesetter need not find them.
    """
    document, about = edition.document, edition.metadata
    divided = parts(edition.book.source, document.bodymatter)
    headings = [block for part in divided for block in part.blocks if isinstance(block, Heading)]
    chapters = any(part.opening for part in divided)
    flags = {"chapters": chapters, "loose": loose, "numbered": edition.book.output.paragraph_numbers}
    flags["british"] = about.language == "en" and english_of(edition.book.source.text) == BRITISH
    heads = [about.title, about.title] if chapters else [about.author or about.title, about.title]
    return (
        environment()
        .get_template("print.j2")
        .render(
            edition=edition,
            about=about,
            document=document,
            s=setting(edition, "print", moved=moved, page=page, places=places),
            page=page,
            classes=" ".join(name for name, on in flags.items() if on),
            heads=[head(words, page) for words in heads],
            title=title_page(document.frontmatter),
            parts=divided,
            contents=headings if len(headings) >= 3 else [],
            endnotes=[note for note in notes_of(document) if note.number in moved],
        )
    )


def listed(apparatus: Apparatus) -> bool:
    """Tell whether any list of the apparatus has an entry."""
    lists = (apparatus.emendations, apparatus.hyphens, apparatus.marks, apparatus.queries, apparatus.slips)
    return any(lists)


def worded(number: int) -> str:
    """Return a number as it stands in a sentence: in words up to twelve, with commas in thousands."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def sentence(words: str) -> str:
    """Return words as a sentence: a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


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
    env.filters["blocks_of"] = blocks_of
    env.filters["display"] = display
    env.filters["balanced"] = balanced
    env.filters["direction"] = direction
    env.filters["has_small_capitals"] = has_small_capitals
    env.filters["head"] = head
    env.filters["turned"] = turned
    env.filters["listed"] = listed
    env.filters["worded"] = worded
    env.filters["sentence"] = sentence
    env.filters["capital"] = lambda words: words[:1].upper() + words[1:]
    env.filters["basename"] = lambda name: PureWindowsPath(name).name
    return env


def load_templates() -> None:
    """Compile every template now: it takes longer than to fill them."""
    for name in environment().list_templates():
        environment().get_template(name)
