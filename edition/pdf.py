"""The printed book: laid out by WeasyPrint once for each size of page, guarded against lost notes, with fixed bytes."""

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from logging.handlers import BufferingHandler
from operator import attrgetter

from fontTools.ttLib import TTFont, TTLibError

from edition import assets
from edition.archive import finisher, page_references
from edition.book import Edition
from edition.breaks import good_breaks
from edition.errors import TypesetError
from edition.formats import DEFAULT, FORMATS, Format, page_style
from edition.guard import Fault, check_places, check_text, long_notes, noted
from edition.phrases import direction, has_small_capitals
from edition.room import with_room
from edition.typesetter import CSS, HTML, FatalURLFetchingError, FontConfiguration, Layout, TextBox, URLFetcherResponse
from edition.xhtml import render_print

FACES = ("fonts/EBGaramond-Regular.ttf", "fonts/EBGaramond-Italic.ttf")
RESERVE = "fonts/FreeSerif.otf"
STYLES = ("styles/common.css", "styles/print.css")
FAMILIES = {"Edition Text", "Edition Reserve"}
RESERVE_STYLE = "styles/reserve.css"
MIRRORED_STYLE = "styles/right-to-left.css"
PLAIN_STYLE = "styles/no-small-capitals.css"
GERMAN_STYLE = "styles/german.css"
HEAD = 100
"""Characters of the print HTML in which its root stands."""
ROUNDS = 3
"""Of repairs: first looser breaks alone, then with the notes at fault sent to the end."""
LAYOUTS = 4
"""Until the numbers in the contents are right: the second time nearly always."""
HOME = "edition:///"
"""The address of our own files, and of nothing else: no path of the machine takes part in the bytes."""


def make_pdf(edition: Edition, page: Format = FORMATS[DEFAULT]) -> bytes:
    """Return the book on pages of one format, as PDF/UA-1 and PDF/A-3a in one: every note whole and near its call, our
    faces alone, no date but its own.

    Where a note got lost the breaks are loosened; where that does not help the note goes to the end of the book.
    Raises TypesetError for a missing face or glyph, a complaint of WeasyPrint, or a note that cannot be kept.
    """
    return with_room(lambda: _make(edition, page))


def _make(edition: Edition, page: Format) -> bytes:
    moved = long_notes(edition, page)
    pdf, faults = lay_out(edition, moved, page)
    for _ in range(ROUNDS):
        if not faults:
            break
        pdf, faults = lay_out(edition, moved, page, loose=True)
        moved |= {fault.note for fault in faults}
    if faults:
        raise TypesetError("\n".join(fault.message for fault in faults))
    return pdf


def lay_out(
    edition: Edition, moved: frozenset[int], page: Format = FORMATS[DEFAULT], *, loose: bool = False
) -> tuple[bytes, list[Fault]]:
    """Return the PDF and the notes that are not whole in it; without such a fault it is fit to be published.

    Notes of the `moved` numbers stand at the end; `loose` lets pages begin and end with single lines.
    """
    with without_complaints():
        html, layout = settle(edition, moved, page, loose=loose)
        if faults := check_places(edition, layout, moved):
            return b"", faults
        identifier = hashlib.sha256((page.name + html).encode()).hexdigest()[:32].encode()
        with page_references():
            pdf: bytes = layout.write_pdf(
                pdf_variant="pdf/a-3a", output_intent="", pdf_identifier=identifier, finisher=finisher(edition)
            )
    if strange := {font.family for font in layout.fonts.values()} - FAMILIES:
        raise TypesetError(f"The faces {', '.join(sorted(strange))} of this machine got into the PDF.")
    return pdf, check_text(edition, pdf, moved, page, noted(layout, moved))


def settle(edition: Edition, moved: frozenset[int], page: Format, *, loose: bool) -> tuple[str, Layout]:
    """Return the print HTML and its pages, every reference naming the page on which its target stands.

    WeasyPrint 70 may leave a number as it was before pages were added: then all are told beforehand.
    """
    places: dict[str, int] = {}
    for _ in range(LAYOUTS):
        html = render_print(edition, page, moved=moved, loose=loose, places=places)
        layout = render(html, page)
        leaves = reversed([*enumerate(layout.pages, 1)])
        places = {name: number for number, leaf in leaves for name in leaf.anchors}
        if all(places.get(name) == number for name, number in references(layout)):
            return html, layout
    raise TypesetError("The page numbers in the contents do not settle. Choose another format, or shorten a heading.")


def references(layout: Layout) -> Iterator[tuple[str, int]]:
    """Yield each reference to a page: the id of its target, and the number printed."""
    leaves = map(attrgetter("_page_box"), layout.pages)
    for box in (box for leaf in leaves for box in leaf.descendants(placeholders=True) if box.element_tag == "a::after"):
        words = "".join(part.text for part in box.descendants() if isinstance(part, TextBox))
        if found := re.search(r"(\d+)\D*$", words):
            yield box.element.get("href")[1:], int(found[1])


def styles(html: str, page: Format) -> list[str]:
    """Return the style sheets of the print HTML in their order; raises TypesetError for a character no face has."""
    found = re.search('<html lang="([^"]+)"', html[:HEAD])
    names = [*STYLES, *of_language(found[1] if found else ""), *([page.style] if page.style else [])]
    names += [RESERVE_STYLE] if needs_reserve(html) else []
    return [page_style(page), *(assets.read(name) for name in names)]


def of_language(language: str) -> list[str]:
    """Return the style sheets that what is written in a language needs."""
    plain = [] if has_small_capitals(language) else [PLAIN_STYLE]
    mirrored = [MIRRORED_STYLE] if direction(language) == "rtl" else []
    return [*plain, *mirrored, *([GERMAN_STYLE] if language.partition("-")[0].lower() == "de" else [])]


def render(html: str, page: Format = FORMATS[DEFAULT]) -> Layout:
    """Return the pages of the print HTML, laid out with our faces alone; raises TypesetError for a missing glyph."""
    fonts = FontConfiguration()
    sheets = [CSS(string=sheet, base_url=HOME, url_fetcher=fetch, font_config=fonts) for sheet in styles(html, page)]
    try:
        with good_breaks():
            return HTML(string=html, base_url=HOME, url_fetcher=fetch).render(stylesheets=sheets, font_config=fonts)
    except (AssertionError, FatalURLFetchingError) as error:
        raise TypesetError(f"WeasyPrint gave up laying out the book: {error or type(error).__name__}") from error


def fetch(url: str) -> URLFetcherResponse:
    """Return one of our own faces; the layout ends at once if anything else is asked for."""
    name = url.removeprefix(HOME)
    if name not in {*FACES, RESERVE}:
        raise FatalURLFetchingError(f"{url}: print may load nothing but our own faces")
    return URLFetcherResponse(url, assets.path(name).read_bytes())


@contextmanager
def without_complaints() -> Iterator[None]:
    """Raise TypesetError for whatever WeasyPrint warns of while the context lasts: none of it is harmless in a book."""
    heard = BufferingHandler(capacity=1000)
    heard.setLevel(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        yield
    finally:
        logger.removeHandler(heard)
    if heard.buffer:
        words = "; ".join(record.getMessage() for record in heard.buffer)
        raise TypesetError(f"WeasyPrint could not set the book as it should be: {words}")


def needs_reserve(html: str) -> bool:
    """Tell whether the book has characters beyond the text faces; raises TypesetError for one that no face has."""
    seen = {character for character in set(html) if unicodedata.category(character) not in {"Cc", "Cf"}}
    beyond = seen - (glyphs(FACES[0]) & glyphs(FACES[1]))
    if not beyond:
        return False
    if missing := sorted(beyond - glyphs(RESERVE)):
        words = " ".join(describe(character, html) for character in missing[:5])
        raise TypesetError(f"{words} Answer with a reading that can be printed.")
    return True


def describe(character: str, html: str) -> str:
    """Return a sentence on a character that cannot be printed, with the words before it."""
    words = re.sub("<[^>]*>", "", html[: html.index(character)])[-40:]
    name = unicodedata.name(character, "a character without a name")
    return f"No face has a glyph for U+{ord(character):04X} ({name}), after {words!r}."


@cache
def glyphs(name: str) -> frozenset[str]:
    """Return the characters that a face has."""
    try:
        with assets.path(name).open("rb") as file, TTFont(file, lazy=True) as face:
            return frozenset(map(chr, face.getBestCmap()))
    except TTLibError as error:
        raise TypesetError(f"{name}: is not a face that can be read ({error}). Install edition again.") from error
