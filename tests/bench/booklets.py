"""A text laid out as a booklet by the typesetter: every page with its lines as they are printed, and its PDF."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from weasyprint.document import Document
from weasyprint.document import Page as WeasyPage
from weasyprint.formatting_structure.boxes import Box

from tests.bench.texts import CALL, Text, make_text, names

ITALIC, ROMAN, MARK = "\x03", "\x04", "\x01"
"""In a line: where italics begin and end, and what encloses the key of a note at its mark."""
SIZES = (("A5", 148, 210), ("A6", 105, 148), ("B6", 125, 176), ("half letter", 139.7, 215.9))
FACES = ("EB Garamond", "Liberation Serif", "DejaVu Serif", "Liberation Sans")


@dataclass(frozen=True)
class Style:
    """How a booklet is set. Lengths in mm, type in pt."""

    size: int
    face: str
    type: float
    margin: float
    folios: bool
    heads: bool
    indent: bool
    title: bool
    colophon: bool
    restart: str
    """How notes are labelled: through the book, by chapter, or with signs by page."""


@dataclass
class Fragment:
    """What stands of one block on one page."""

    kind: str
    """title, heading, text, quote, note or colophon."""
    ident: str
    """Which block it is of; of a note its key."""
    label: str
    """Of a note that begins here, as printed."""
    lines: list[str] = field(default_factory=list)


@dataclass
class Page:
    """One page: its text and its notes from above."""

    fragments: list[Fragment]
    folio: str
    head: str


@dataclass
class Booklet:
    """A text with its pages; `document` is the typesetter's, to write a PDF of: None where none was set."""

    text: Text
    style: Style
    pages: list[Page]
    document: Document | None


def choose_style(rng: Random) -> Style:
    """Return a style by lot."""
    size = rng.randrange(len(SIZES))
    kind = {1: (7.0, 8.0), 2: (8.0, 9.5)}.get(size, (9.0, 10.0, 11.0))
    return Style(
        size,
        rng.choice(FACES),
        rng.choice(kind),
        rng.choice((12.0, 15.0, 18.0)) * (0.8 if size in (1, 2) else 1.0),
        rng.random() < 0.6,
        rng.random() < 0.2,
        rng.random() < 0.7,
        rng.random() < 0.85,
        rng.random() < 0.75,
        rng.choice(("book", "book", "book", "chapter", "signs")),
    )


@lru_cache(maxsize=4)
def make_booklet(seed: str) -> Booklet:
    """Return the booklet that belongs to a seed."""
    rng = Random(seed)
    style = choose_style(rng)
    name = rng.choice(names()) if rng.random() < 0.85 else "mutual-aid-1"
    pages = rng.choice((6, 9, 12, 16, 20, 26, 32, 40, 52))
    _, width, height = SIZES[style.size]
    room = (width - 2 * style.margin) * (height - 2 * style.margin - 6)
    words = int(pages * room / (style.type**2 * 0.35 * 0.46 * 0.4 * 6.6))
    text = make_text(name, min(words, 16_000), rng.choice((0.0, 0.0, 1.0, 2.5, 5.0)), rng)
    return lay_out(text, style)


def lay_out(text: Text, style: Style) -> Booklet:
    """Return the text laid out; notes labelled by page are laid out again until their labels are right."""
    _label(text, style, {})
    for _ in range(4):
        document = _render(text, style)
        pages = [_read_page(page, text, style, n) for n, page in enumerate(document.pages, 1)]
        if style.restart != "signs":
            break
        before = dict(text.labels)
        _label(
            text, style, {f.ident: n for n, p in enumerate(pages) for f in p.fragments if f.kind == "note" and f.label}
        )
        if text.labels == before:
            break
    for page in pages:
        for fragment in page.fragments:
            if fragment.label:
                fragment.label = text.labels[fragment.ident]
    return Booklet(text, style, pages, document)


SIGNS = ("*", "†", "‡", "§", "**", "††", "‡‡", "§§")


def _label(text: Text, style: Style, page_of: dict[str, int]) -> None:
    match style.restart:
        case "signs":
            seen: dict[int, int] = {}
            for key in text.notes:
                page = page_of.get(key, -1)
                text.labels[key] = SIGNS[seen.get(page, 0) % len(SIGNS)]
                seen[page] = seen.get(page, 0) + 1
        case "chapter":
            count = 0
            for block in text.blocks:
                count = 0 if block["kind"] == "heading" else count
                for key in CALL.findall(block["text"]):
                    count += 1
                    text.labels[key] = str(count)
        case _:
            pass


def _css(style: Style) -> str:
    _, width, height = SIZES[style.size]
    folio = "content: counter(page);" if style.folios else ""
    head = "content: string(head);" if style.heads else ""
    paragraph = "text-indent: 1em; margin: 0" if style.indent else "margin: 0 0 0.6em"
    return f"""
@page {{ size: {width}mm {height}mm; margin: {style.margin}mm {style.margin}mm {style.margin + 3}mm;
  @bottom-center {{ {folio} font-size: 80% }} @top-center {{ {head} font-size: 75%; font-style: italic }}
  @footnote {{ margin-top: 0.8em; border-top: 0.4pt solid; padding-top: 0.3em }} }}
@page bare {{ @bottom-center {{ content: none }} @top-center {{ content: none }} }}
html {{ font: {style.type}pt/1.25 "{style.face}", "DejaVu Serif"; hyphens: auto; hyphenate-character: "-" }}
body {{ margin: 0 }} p {{ text-align: justify; {paragraph}; orphans: 2; widows: 2 }}
h2 {{ font-size: 115%; text-align: center; margin: 1.4em 0 0.7em; hyphens: none; break-after: avoid }}
h2 + p, blockquote p {{ text-indent: 0 }} blockquote {{ margin: 0.6em 1.5em }}
.title, .blank, .colophon {{ page: bare; text-align: center; hyphens: none }}
.title p, .colophon p {{ text-align: center; text-indent: 0 }}
.title {{ break-after: page }} .blank {{ break-after: page }} .colophon {{ break-before: page; padding-top: 30% }}
.title {{ padding-top: 30% }} .title .t {{ font-size: 180% }}
.head {{ string-set: head content(); display: none }}
.fn {{ float: footnote; font-size: 80%; line-height: 1.2; text-align: justify }}
.fn::footnote-call {{ content: attr(data-label); font-size: 68%; vertical-align: super; line-height: 0 }}
.fn::footnote-call {{ font-style: normal }}
.fn::footnote-marker {{ content: attr(data-label) " "; font-size: 68%; vertical-align: super; line-height: 0 }}
"""


def _inline(text: Text, source: str) -> str:
    def note(m: re.Match[str]) -> str:
        body = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html.escape(text.notes[m[1]], quote=False))
        return f'<span class="fn" id="n{m[1]}" data-label="{text.labels[m[1]]}">{body}</span>'

    marked = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html.escape(source, quote=False))
    return CALL.sub(note, marked)


def _front(text: Text, style: Style) -> str:
    if not style.title:
        return ""
    lines = [
        (text.title, "t"),
        (text.subtitle, "s"),
        (text.author, "a"),
        (text.year if len(text.blocks) % 2 else "", "y"),
    ]
    shown = "".join(f'<p class="{c}" id="t{c}">{html.escape(line)}</p>' for line, c in lines if line)
    return f'<section class="title">{shown}</section><section class="blank">\u200b</section>'


def _back(text: Text, style: Style) -> str:
    if not style.colophon:
        return ""
    lines = [
        "The River Street Press",
        "Anti-Copyright",
        text.author,
        text.title,
        text.year,
        "Retrieved on 4 May 2019",
        "riverstreet.example",
    ]
    return (
        '<section class="colophon">'
        + "".join(f'<p id="c{n}">{html.escape(s)}</p>' for n, s in enumerate(lines))
        + "</section>"
    )


def _render(text: Text, style: Style) -> Document:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    parts = []
    for n, block in enumerate(text.blocks):
        inline = _inline(text, block["text"])
        match block["kind"]:
            case "heading":
                parts.append(f'<h2 id="h{n}">{inline}</h2>')
            case "quote":
                parts.append(f'<blockquote><p id="q{n}">{inline}</p></blockquote>')
            case _:
                parts.append(f'<p id="p{n}">{inline}</p>')
    head = f'<div class="head">{html.escape(text.title)}</div>'
    body = _front(text, style) + "".join(parts) + _back(text, style)
    fonts = FontConfiguration()
    face = _face_css()
    sheet = CSS(string=face + _css(style), font_config=fonts)
    page = f'<html lang="{text.language}"><body>{head if style.heads else ""}{body}</body></html>'
    return HTML(string=page).render(stylesheets=[sheet], font_config=fonts)


def _face_css() -> str:
    from edition import assets

    faces = (("EBGaramond-Regular.ttf", "normal"), ("EBGaramond-Italic.ttf", "italic"))
    name = 'font-family: "EB Garamond"'
    return "".join(
        f'@font-face {{ {name}; font-style: {slant}; src: url("{assets.path(f"fonts/{file}").as_uri()}") }}'
        for file, slant in faces
    )


KINDS = {"h": "heading", "p": "text", "q": "quote", "t": "title", "c": "colophon", "n": "note"}


def _read_page(page: WeasyPage, text: Text, style: Style, number: int) -> Page:
    """Return what the typesetter put on a page, line by line as it broke them."""
    fragments: list[Fragment] = []
    for ident, line, first in _lines(page._page_box):
        kind = KINDS[ident[0]]
        key = ident[1:] if kind == "note" else ident
        if not fragments or fragments[-1].ident != key or fragments[-1].kind != kind:
            fragments.append(Fragment(kind, key, text.labels[key] if kind == "note" and first else ""))
        fragments[-1].lines.append(line)
    body = any(f.kind not in ("title", "colophon") for f in fragments)
    folio = str(number) if style.folios and body else ""
    return Page(fragments, folio, text.title if style.heads and body else "")


def _lines(box: Box) -> Iterator[tuple[str, str, bool]]:
    """Yield the block's name, the line with its marks, and whether it opens a note, of every line of text."""
    kind = type(box).__name__
    if kind == "MarginBox":
        return
    if kind == "LineBox":
        ident = _ident(box)
        text = "".join(_spell(box))
        opens = "\x05" in text
        text = text.replace("\x05", "").strip()
        if ident and text.strip("\u200b"):
            yield ident, text, opens
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _ident(box: Box) -> str:
    element = box.element
    return (element.get("id") or "") if element is not None and hasattr(element, "get") else ""


def _spell(box: Box) -> Iterator[str]:
    for child in box.children:
        tag = child.element_tag or ""
        if tag.endswith("::footnote-call"):
            yield f"{MARK}{_ident(child)[1:]}{MARK}"
        elif tag.endswith("::footnote-marker"):
            yield "\x05"
        elif type(child).__name__ == "TextBox":
            yield child.text
        elif tag == "em":
            yield ITALIC + "".join(_spell(child)) + ROMAN
        elif hasattr(child, "children"):
            yield from _spell(child)
