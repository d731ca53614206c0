"""The EPUB: the document as reflowable XHTML, notes beside their calls, held against the document before it leaves."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from edition import assets
from edition.book import Edition
from edition.cover import make_cover
from edition.document import Block, Heading, Paragraph, inlines_of, plain
from edition.errors import LawError
from edition.navigation import Entry, Part, contents, landmarks, pages, pdf_pages
from edition.package import File, pack, sound
from edition.pagination import beginnings
from edition.phrases import Phrases
from edition.readback import hold, parsed
from edition.xhtml import Setting, environment, setting

STYLES = ("styles/common.css", "styles/screen.css")
NAVIGATION = "nav.xhtml"
PORTION = 200_000
"""Characters: about as much as a reading system opens at once without delay, markup not counted."""
Entries = tuple[Entry, ...]
POINTING = {"titlepage", "apparatus"}
"""Parts with links into other files; everywhere else a link and its target share a file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one content document is to show."""

    name: str
    part: str
    """What `screen.j2` knows it as: cover, titlepage, text, textual-note, apparatus or colophon."""
    title: str
    landmark: str = ""
    nodes: tuple[Block, ...] = ()
    listed: bool = True
    """Whether it stands in the table of contents."""


def make_epub(edition: Edition, pdf: bytes = b"") -> bytes:
    """Return the edition as EPUB 3.3; the text read back from it equals the document's, note by note and page by page.

    With the edition's own PDF it lists the pages of that, too. The same edition and PDF give the same bytes. Raises
    LawError where the text read back differs, TypesetError where the text or the metadata hold what no EPUB can.
    """
    opened = beginnings(edition, pdf) if pdf else ()
    words = setting(edition, "screen", pages=opened)
    parts = _parts(edition, words)
    toc, breaks, leaves = contents(parts), pages(parts), pdf_pages(parts)
    listed = leaves if words.booklet else breaks
    if opened and [entry.label for entry in listed] != [page.label for page in opened]:
        raise LawError("EPUB: the pages of the PDF are not all marked in it. Nothing was written. Please report this.")
    paged = (edition.book.source.sha256 if words.booklet else hashlib.sha256(pdf).hexdigest()) if breaks else ""
    texts = [File(part.name, part.data, in_spine=True) for part in parts]
    navigation = File(
        NAVIGATION,
        _navigation(edition, parts, (toc, breaks, leaves), words.phrases),
        properties=("nav",),
        in_spine=True,
    )
    cover = make_cover(edition)
    files = (
        *texts[:2],
        navigation,
        *texts[2:],
        File("style.css", "\n".join(assets.read(name) for name in STYLES).encode(), "text/css"),
        File("cover.svg", sound(cover.drawing.decode(), "cover.svg").encode(), "image/svg+xml"),
        File("cover.png", cover.raster, "image/png", ("cover-image",)),
    )
    epub = pack(edition, files, toc, pages_of=paged)
    hold(edition, epub)
    return epub


def _sheets(edition: Edition, words: Setting) -> Iterator[Sheet]:
    """Yield the book's parts in reading order."""
    document, phrases = edition.document, words.phrases
    yield Sheet("cover.xhtml", "cover", phrases.cover, "cover", listed=False)
    yield Sheet("titlepage.xhtml", "titlepage", phrases.title_page, "titlepage", document.frontmatter, listed=False)
    runs = [run for chapter in _chapters(document.bodymatter) for run in _portions(words, chapter)]
    title = edition.metadata.title
    for number, nodes in enumerate(runs, 1):
        name = f"text-{number}.xhtml" if len(runs) > 1 else "text.xhtml"
        head = nodes[0] if nodes and isinstance(nodes[0], Heading) else None
        title = (" ".join(plain(words.source, head.inlines).split()) if head else "") or title
        listed = number == 1 or any(isinstance(node, Heading) for node in nodes)
        yield Sheet(name, "text", title, "bodymatter", nodes, listed)
    yield Sheet("textual-note.xhtml", "textual-note", phrases.textual_note, "backmatter")
    yield Sheet("apparatus.xhtml", "apparatus", phrases.apparatus)
    if document.backmatter:
        yield Sheet("colophon.xhtml", "colophon", phrases.colophon, "colophon", document.backmatter)


def _chapters(body: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Return the text in runs that each begin with a heading of level 1, what stands before the first one apart.

    A heading right under another one begins none: nobody wants a screen with a heading alone.
    """
    after = [None, *body]
    starts = [
        n
        for n, block in enumerate(body)
        if isinstance(block, Heading) and block.level == 1 and not isinstance(after[n], Heading)
    ]
    if len(starts) < 2:
        return [body]
    return [body[start:end] for start, end in pairwise([*sorted({0, *starts}), len(body)])]


def _portions(words: Setting, chapter: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield a chapter in portions of like length that a reading system opens without delay; no heading ends one."""
    lengths = [len(plain(words.source, inlines_of(block), notes=True)) for block in chapter]
    share = sum(lengths) / max(1, ceil(sum(lengths) / PORTION))
    start = read = 0
    for at, length in enumerate(lengths):
        if read >= share and at > start and not isinstance(chapter[at - 1], Heading):
            yield chapter[start:at]
            start, read = at, 0
        read += length
    yield chapter[start:]


def _parts(edition: Edition, words: Setting) -> tuple[Part, ...]:
    """Return the content documents in reading order; those that point into others are made after them."""
    sheets = list(_sheets(edition, words))
    made = {sheet.name: _part(sheet, edition, words) for sheet in sheets if sheet.part not in POINTING}
    places = {ident: part.name for part in made.values() for ident in part.root.xpath("//@id")}
    pointing = replace(words, files=places)
    made |= {sheet.name: _part(sheet, edition, pointing) for sheet in sheets if sheet.part in POINTING}
    return tuple(made[sheet.name] for sheet in sheets)


def _part(sheet: Sheet, edition: Edition, words: Setting) -> Part:
    first = sheet.nodes[0] if sheet.nodes else None
    data = _rendered(
        "screen.j2",
        part=sheet.part,
        title=sheet.title,
        nodes=sheet.nodes,
        about=edition.metadata,
        edition=edition,
        s=words,
        chapter=isinstance(first, Heading) and first.level == 1,
        # As on paper, a text without a heading begins further down.
        sunk=sheet.nodes[:1] == edition.document.bodymatter[:1] and not isinstance(first, Heading),
        headed=any(isinstance(node, Heading) and node.level == 1 for node in sheet.nodes),
        titled=any(isinstance(node, Paragraph) and node.role == "title" for node in sheet.nodes),
    )
    return Part(
        sheet.name, sheet.title if sheet.listed else "", sheet.title, sheet.landmark, data, parsed(sheet.name, data)
    )


def _navigation(edition: Edition, parts: tuple[Part, ...], lists: tuple[Entries, ...], phrases: Phrases) -> bytes:
    places = landmarks(parts, phrases.text, Entry(f"{NAVIGATION}#toc", phrases.contents))
    toc, breaks, leaves = lists
    data = _rendered(
        "nav.j2",
        about=edition.metadata,
        phrases=phrases,
        contents=toc,
        landmarks=places,
        pages=breaks,
        leaves=leaves,
    )
    parsed(NAVIGATION, data)
    return data


def _rendered(template: str, **values: object) -> bytes:
    text = environment().get_template(template).render(**values).strip() + "\n"
    return sound(text, str(values.get("title", template))).encode()
