"""The EPUB container: package document, metadata and a zip whose bytes depend on nothing but its contents.

EPUB 3.3 and EPUB Accessibility 1.1. EbookLib writes the package; what it gets wrong (no `xml:lang`, its own name and
version as generator, the clock in every zip entry) is put right in a second pass.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ebooklib import epub
from lxml import etree

from edition.book import Edition, Metadata
from edition.errors import ConfigError, TypesetError
from edition.navigation import Entry
from edition.phrases import direction

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PACKAGE = "EPUB/content.opf"
STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can carry."""
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The complement of `Char` in XML 1.0, production 2."""
W3C_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
OPTIONS = {
    "epub2_guide": False,
    "epub3_pages": False,
    "epub3_landmark": False,
    "raise_exceptions": True,
    "compresslevel": 0,
}
FEATURES = ("alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")
PAGE_FEATURES = ("pageBreakMarkers", "pageNavigation")
SUMMARY = (
    "All of the text is text, in one logical order, with headings, contents and links to and from the notes. "
    "The cover is the only picture and its alternative text says what it shows. Nothing moves, sounds or flashes."
)


@dataclass(frozen=True, slots=True)
class File:
    """One file of the publication, named from the package document's folder."""

    name: str
    data: bytes
    media_type: str = "application/xhtml+xml"
    properties: tuple[str, ...] = ()
    """Of its manifest item: `nav`, `cover-image`."""
    in_spine: bool = False


def pack(edition: Edition, files: tuple[File, ...], toc: tuple[Entry, ...], *, pages_of: str) -> bytes:
    """Return an EPUB of these files, in this order; the same arguments give the same bytes.

    `pages_of` is the SHA-256 of what has the pages that the files mark, empty where they mark none. Raises ConfigError
    for a `modified` that is no UTC time, TypesetError for metadata that no package document can hold.
    """
    book = epub.EpubBook()
    book.metadata.clear()
    metadata = edition.metadata
    book.title, book.language = metadata.title, metadata.language
    book.direction = direction(metadata.language)
    _describe(book, metadata, edition.book.source.sha256)
    _describe_access(book, pages_of)
    for file in files:
        item = epub.EpubItem(file.name.replace(".", "-"), file.name, file.media_type, file.data)
        item.properties = list(file.properties)
        book.add_item(item)
        if file.in_spine:
            book.spine.append(item)
    book.add_item(epub.EpubNcx())
    book.toc = [_linked(entry) for entry in toc]
    out = BytesIO()
    epub.write_epub(out, book, {**OPTIONS, "mtime": _moment(metadata.modified)})
    return _canonical(out.getvalue(), metadata.language)


def _describe(book: epub.EpubBook, metadata: Metadata, sha256: str) -> None:
    """Add what a catalogue asks of the book, and which source it was made from."""
    for name in ("identifier", "title", "language"):
        if not getattr(metadata, name).strip():
            raise TypesetError(f"metadata: the {name} is empty, and an EPUB must have one. Give it in edition.toml.")
    book.uid = metadata.identifier
    _core(book, "identifier", metadata.identifier, book.IDENTIFIER_ID)
    _core(book, "title", metadata.title, "title")
    _meta(book, "title-type", "main", refines="#title")
    if metadata.subtitle:
        _core(book, "title", metadata.subtitle, "subtitle")
        _meta(book, "title-type", "subtitle", refines="#subtitle")
    if metadata.author:
        _core(book, "creator", metadata.author, "author")
        _meta(book, "file-as", metadata.author_sort or filed(metadata.author), refines="#author")
        _meta(book, "role", "aut", refines="#author", scheme="marc:relators")
    _core(book, "language", metadata.language)
    if W3C_DATE.fullmatch(metadata.date):
        # Any other form ("1889-90", "spring 2005") is an error in dc:date; the title page has it all the same.
        _core(book, "date", metadata.date)
    for name in ("publisher", "rights", "source"):
        if getattr(metadata, name):
            _core(book, name, getattr(metadata, name))
    if metadata.series:
        _meta(book, "belongs-to-collection", metadata.series, id="series")
        _meta(book, "collection-type", "series", refines="#series")
        if metadata.series_index:
            _meta(book, "group-position", metadata.series_index, refines="#series")
    _core(book, "source", f"urn:sha256:{sha256}")


def _describe_access(book: epub.EpubBook, pages_of: str) -> None:
    """Add what EPUB Accessibility 1.1 asks for. No conformance is claimed: a person must have evaluated the book."""
    _meta(book, "schema:accessMode", "textual")
    _meta(book, "schema:accessModeSufficient", "textual")
    for feature in FEATURES + (PAGE_FEATURES if pages_of else ()):
        _meta(book, "schema:accessibilityFeature", feature)
    _meta(book, "schema:accessibilityHazard", "none")
    pages = " The pages of its printed form are marked and listed." if pages_of else ""
    _meta(book, "schema:accessibilitySummary", SUMMARY + pages)
    if pages_of:
        _meta(book, "pageBreakSource", f"urn:sha256:{pages_of}")
    # Readers made for EPUB 2 find the cover by this alone.
    book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-png"})


def _core(book: epub.EpubBook, name: str, value: str, uid: str = "") -> None:
    book.add_metadata("DC", name, sound(value, f"metadata, {name}"), {"id": uid} if uid else {})


def _meta(book: epub.EpubBook, name: str, value: str, **attributes: str) -> None:
    book.add_metadata(None, "meta", sound(value, f"metadata, {name}"), {**attributes, "property": name})


def sound(text: str, where: str) -> str:
    """Return the text as it is; raises TypesetError for a character that no XML file can hold."""
    if bad := NOT_XML.search(text):
        before = text[max(0, bad.start() - 30) : bad.start()]
        raise TypesetError(
            f"{where}: holds the control character U+{ord(bad[0]):04X} after {before!r}, which no EPUB can hold. "
            "Delete it in the source or in edition.toml."
        )
    return text


def filed(author: str) -> str:
    """Return a name as it is filed, `Corder, Ada`; one that is not plainly given names and a surname stays as it is."""
    words = author.split()
    if len(words) < 2 or any(word in {"and", "und", "et", "y", "e", "&"} for word in words) or "," in author:
        return author
    return f"{words[-1]}, {' '.join(words[:-1])}"


def _moment(modified: str) -> datetime:
    try:
        moment = datetime.fromisoformat(modified)
    except ValueError as error:
        raise ConfigError(f"modified = {modified!r} is no time. Write it in UTC, as 2026-01-31T12:00:00Z.") from error
    if moment.tzname() != "UTC":
        raise ConfigError(f"modified = {modified!r} is not in UTC. Write it as 2026-01-31T12:00:00Z.")
    return moment


def _linked(entry: Entry) -> object:
    """Return an entry of the table of contents in the form that EbookLib's NCX is made from."""
    link = epub.Link(entry.href, entry.label, f"ncx-{re.sub('[^a-z0-9]+', '-', entry.href)}")
    return (link, [_linked(child) for child in entry.children]) if entry.children else link


def _canonical(archive: bytes, language: str) -> bytes:
    """Return the same publication with fixed stamps, `mimetype` first and stored, and the language on the package."""
    with ZipFile(BytesIO(archive)) as given:
        files = [(name, given.read(name)) for name in given.namelist()]
    return zipped((name, _with_language(data, language) if name == PACKAGE else data) for name, data in files)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of the named files in their order, fit to be an EPUB where the first is `mimetype`."""
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name, data in files:
            info = ZipInfo(name, STAMP)
            # A PNG is compressed already.
            info.compress_type = ZIP_STORED if name == "mimetype" or name.endswith(".png") else ZIP_DEFLATED
            # Otherwise the entry says which system it was made on.
            info.create_system, info.external_attr = 3, 0o100644 << 16
            made.writestr(info, data, compresslevel=9)
    return out.getvalue()


def _with_language(package: bytes, language: str) -> bytes:
    root = etree.fromstring(package)
    root.set(XML_LANG, language)
    # It only declares a prefix that every reading system knows and this book does not use.
    del root.attrib["prefix"]
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
