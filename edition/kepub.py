"""The EPUB for Kobo's own renderer: the same publication, each sentence in a span that a reading position can name.

What Kobo's devices look for in a `.kepub.epub`, as its books have it and as the converter kepubify (github.com/pgaskin,
MIT) documents it: the body in `div#book-columns > div#book-inner`, text in `span.koboSpan` with the ids `kobo.P.S`, the
P-th paragraph's S-th sentence. There alone a Kobo pops up notes (kobolabs/epub-spec: the note after its call).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from edition.book import Edition
from edition.navigation import HEADINGS, XHTML, types_of
from edition.package import zipped
from edition.readback import hold, parsed

PARAGRAPHS = {f"{XHTML}{name}" for name in ("p", "ol", "ul")} | set(HEADINGS)
"""Where P counts on."""
EMPTY = {f"{XHTML}{name}" for name in ("br", "hr", "img", "link", "meta", "source")}
"""Elements that have no end tag in HTML either."""
STYLE = b"\n/* Kobo's renderer */\n#book-inner { margin-top: 0; margin-bottom: 0 }\n"
SENTENCE = re.compile(r".+?(?:[.!?:…]+[\"'”’»)\]]*\s+|$)", re.DOTALL)


@dataclass(slots=True)
class Place:
    """The number of the span made last, within one file."""

    paragraph: int = 0
    sentence: int = 0

    def begin(self) -> None:
        """Go on to the next paragraph; one without a sentence is not counted."""
        if self.sentence or not self.paragraph:
            self.paragraph, self.sentence = self.paragraph + 1, 0

    def span(self, text: str) -> etree._Element:
        """Return the next span."""
        self.sentence += 1
        made = etree.Element(f"{XHTML}span", {"class": "koboSpan", "id": f"kobo.{self.paragraph}.{self.sentence}"})
        made.text = text
        return made


def make_kepub(edition: Edition, epub: bytes) -> bytes:
    """Return the EPUB as a `.kepub.epub`; read back, it says what the edition says. The same EPUB gives the same bytes.

    Raises LawError where it says anything else.
    """
    kepub = zipped(_files(epub))
    hold(edition, kepub)
    return kepub


def _files(epub: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(epub)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            yield name, spanned(name, data) if name.endswith(".xhtml") else data + STYLE * name.endswith(".css")


def spanned(name: str, data: bytes) -> bytes:
    """Return a content document with its body in Kobo's two divisions and its sentences in Kobo's spans."""
    root = parsed(name, data)
    body = root.find(f"{XHTML}body")
    place = Place()
    place.begin()
    _span(body, place)
    inner = etree.Element(f"{XHTML}div", {"id": "book-inner"})
    inner.text, body.text = body.text, None
    inner.extend(list(body))
    outer = etree.SubElement(body, f"{XHTML}div", {"id": "book-columns"})
    outer.append(inner)
    for element in root.iter(etree.Element):
        if not len(element) and element.text is None and element.tag not in EMPTY:
            # Some readers take a file for HTML, where only an end tag ends a span.
            element.text = ""
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return written + b"\n"


def _span(element: etree._Element, place: Place) -> None:
    """Put the sentences under an element into spans. Calls, and the numbers of notes, are no sentences: they stay."""
    if element.tag in PARAGRAPHS:
        place.begin()
    children = list(element)
    lead, spans = _parted(element.text, place)
    element.text = lead
    for number, span in enumerate(spans):
        element.insert(number, span)
    for child in children:
        kinds = types_of(child)
        last, tail, child.tail = child, child.tail, None
        if child.tag == f"{XHTML}img":
            last = _framed(child, place)
        elif not {"noteref", "backlink", "pagebreak"} & kinds:
            _span(child, place)
        last.tail, spans = _parted(tail, place, number="backlink" in kinds)
        for span in reversed(spans):
            last.addnext(span)


def _parted(text: str | None, place: Place, *, number: bool = False) -> tuple[str | None, list[etree._Element]]:
    """Return what of a text stays as it is, and the rest in spans; the full stop after a `number` stays."""
    if text is None or not text.strip():
        return text, []
    kept = re.match(r"\.\s*" if number else "", text)
    assert kept
    return kept[0], [place.span(sentence) for sentence in SENTENCE.findall(text[kept.end() :])]


def _framed(image: etree._Element, place: Place) -> etree._Element:
    """Put an image into a span in its place, and return the span."""
    place.begin()
    span = place.span("")
    image.getparent().replace(image, span)
    span.append(image)
    return span
