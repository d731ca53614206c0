"""The law of the EPUB: what a reader finds in it, along its spine and its note references, is what the document says.

Written apart from the templates: the text is read off the finished zip, knowing only the conventions of EPUB.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from posixpath import dirname, join
from typing import assert_never
from zipfile import ZipFile

from lxml import etree

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
    notes_of,
    reading,
)
from edition.errors import LawError
from edition.navigation import HEADINGS, XHTML, types_of
from edition.source import Source
from edition.xhtml import stanzas

OPF = "{http://www.idpf.org/2007/opf}"
LEAVES = {f"{XHTML}p", f"{XHTML}th", f"{XHTML}td", *HEADINGS}
OURS = {"textual-note", "apparatus"}
"""Classes of what the edition says about itself."""
BLANK = " \t\n\r"
"""What XHTML shows as one space."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What the book says, one string for each paragraph, heading and stanza.

    A call stands in it as `[^3]`, the beginning of a page as `[p. 5]`; a run of blanks is one space.
    """

    front: tuple[str, ...]
    body: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...]
    """In the order of their calls."""
    back: tuple[str, ...]


def hold(edition: Edition, epub: bytes) -> None:
    """Raise LawError, naming the first difference, unless the EPUB says what the edition says."""
    found, wanted = read_back(epub), told(edition)
    named = (
        ("title page", wanted.front, found.front),
        ("text", wanted.body, found.body),
        *(
            (f"note {n}", one, other)
            for n, (one, other) in enumerate(zip_longest(wanted.notes, found.notes, fillvalue=()), 1)
        ),
        ("colophon", wanted.back, found.back),
    )
    for name, one, other in named:
        for number, (expected, read) in enumerate(zip_longest(one, other, fillvalue=""), 1):
            if expected != read:
                at = next(n for n in range(len(expected) + 1) if expected[: n + 1] != read[: n + 1])
                raise LawError(
                    f"EPUB, {name}, paragraph {number}: reads {_around(read, at)} "
                    f"where the document says {_around(expected, at)}. "
                    "Nothing was written. Please report this with the book's source."
                )


def _around(text: str, at: int) -> str:
    return repr(text[max(0, at - 20) : at + 40])


def told(edition: Edition) -> ReadBack:
    """Return what the document says, in the form in which an EPUB is read back."""
    document, source = edition.document, edition.book.source
    titled = any(isinstance(block, Paragraph) and block.role == "title" for block in document.frontmatter)
    about = edition.metadata
    lines = () if titled else (about.title, about.subtitle, about.author, about.date)
    return ReadBack(
        _leaves(iter((*lines, *_told(document.frontmatter, source)))),
        _leaves(_told(document.bodymatter, source)),
        tuple(_leaves(_told(note.blocks, source)) for note in notes_of(document)),
        _leaves(_told(document.backmatter, source)),
    )


def _leaves(texts: Iterable[str]) -> tuple[str, ...]:
    folded = (" ".join(part for part in _split(text) if part) for text in texts)
    return tuple(text for text in folded if text)


def _split(text: str) -> list[str]:
    return text.translate(dict.fromkeys(map(ord, BLANK), " ")).split(" ")


def _told(blocks: Iterable[Block], source: Source) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield _line(block.inlines, source)
            case Verse():
                for stanza in stanzas(block.lines):
                    yield "\n".join(_line(line, source) for line in stanza)
            case BlockQuote():
                yield from _told(block.blocks, source)
            case ListBlock():
                for item in block.items:
                    yield from _told(item, source)
            case Table():
                yield from (_line(cell, source) for cell in block.lines)
            case ThematicBreak():
                pass
            case _:
                assert_never(block)


def _line(inlines: Iterable[Inline], source: Source) -> str:
    out: list[str] = []
    for inline in inlines:
        match inline:
            case Text():
                out.append(reading(source, inline))
            case Emphasis() | SmallCaps():
                out.append(_line(inline.inlines, source))
            case LineBreak():
                out.append("\n")
            case PageBreak():
                out.append(f"[p. {inline.page}]")
            case Note():
                out.append(f"[^{inline.number}]")
            case _:
                assert_never(inline)
    return "".join(out)


def read_back(epub: bytes) -> ReadBack:
    """Return what a reader finds: the spine in order, each note through its call.

    Raises LawError for a call that leads nowhere.
    """
    files = list(_spine(epub))
    targets = {
        f"{name}#{element.get('id')}": element for name, root in files for element in root.iter() if element.get("id")
    }
    front: list[str] = []
    body: list[str] = []
    back: list[str] = []
    notes: list[tuple[str, ...]] = []
    for name, root in files:
        kinds = {kind for section in root.iter(f"{XHTML}section") for kind in types_of(section)}
        place = front if "titlepage" in kinds else back if "colophon" in kinds else body
        place += _texts(root)
        notes += _followed(name, root, targets)
    return ReadBack(_leaves(front), _leaves(body), tuple(notes), _leaves(back))


def _spine(epub: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Yield the content documents in the order of the spine, each with its name in the zip."""
    with ZipFile(BytesIO(epub)) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        package = container.find(".//{*}rootfile").get("full-path")
        root = etree.fromstring(archive.read(package))
        hrefs = {item.get("id"): item.get("href") for item in root.iter(f"{OPF}item")}
        for reference in root.iter(f"{OPF}itemref"):
            name = join(dirname(package), hrefs[reference.get("idref")])
            yield name, parsed(name, archive.read(name))


def parsed(name: str, data: bytes) -> etree._Element:
    """Return the root of a file of the publication; raises LawError where it is not well formed."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise LawError(f"EPUB, {name}: is not well formed ({error}). Nothing was written.") from error


def _set_apart(element: etree._Element) -> bool:
    """Tell whether an element is none of the text: navigation, notes apart from their calls, our own account."""
    ours = OURS & set((element.get("class") or "").split())
    return bool(ours) or element.tag == f"{XHTML}nav" or bool({"footnotes", "imprint"} & types_of(element))


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the paragraphs, headings and stanzas under an element."""
    for child in element:
        if not isinstance(child.tag, str) or _set_apart(child):
            continue
        if child.tag in LEAVES:
            yield _read(child)
        else:
            yield from _texts(child)


def _read(element: etree._Element) -> str:
    """Return the text of an element with its calls and page breaks, without a note's link back to its call."""
    out = [element.text or ""]
    for child in element:
        kinds = types_of(child)
        tail = child.tail or ""
        if "noteref" in kinds:
            out.append(f"[^{''.join(child.itertext())}]")
        elif "pagebreak" in kinds and child.get("id", "").startswith("pdf-"):
            # A page of the PDF: it is laid out from the document, which knows nothing of it.
            pass
        elif "pagebreak" in kinds:
            out.append(f"[p. {child.get('aria-label')}]")
        elif "backlink" in kinds:
            tail = tail.removeprefix(".")
        else:
            out.append("\n" if child.tag == f"{XHTML}br" else _read(child))
        out.append(tail)
    return "".join(out)


def _followed(name: str, element: etree._Element, targets: dict[str, etree._Element]) -> Iterator[tuple[str, ...]]:
    """Yield the notes that are called in an element and in those notes, in the order of their calls."""
    for child in element:
        if not isinstance(child.tag, str) or _set_apart(child):
            continue
        if "noteref" not in types_of(child):
            yield from _followed(name, child, targets)
            continue
        file, _, ident = child.get("href", "").partition("#")
        note = targets.get(f"{join(dirname(name), file) if file else name}#{ident}")
        if note is None:
            raise LawError(f"EPUB, {name}: the call {child.get('href')} of a note leads nowhere. Nothing was written.")
        yield _leaves(_texts(note))
        yield from _followed(name, note, targets)
