"""The EPUB: what it says, how it is packed, what the standard's checkers and a reading system make of it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import Scribe, edition_of, noted_edition, sample_edition

from edition.book import Edition, Metadata, Output
from edition.checkers import ace, epubcheck, nu
from edition.cover import Cover
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
    Text,
    ThematicBreak,
    Verse,
    notes_of,
    plain,
)
from edition.epub import make_epub
from edition.errors import ConfigError, LawError, TypesetError
from edition.package import filed
from edition.pagination import beginnings
from edition.pdf import make_pdf
from edition.phrases import direction
from edition.readback import hold, read_back, told
from tests.bench.measure import SEED, restored

TESTS = Path(__file__).resolve().parent
JS = TESTS / "js"
NAMES = {
    "": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
}
NASTY = (
    "</p><script>alert(1)</script> &amp; &lt; ]]> <!-- {{ 7*7 }} {% include 'x' %} "
    "\"quoted\" 'thus' <?php ?> \u00a0|\u00ad."
)


@pytest.fixture(scope="module")
def sample() -> Edition:
    return sample_edition()


@pytest.fixture(scope="module")
def made(sample: Edition) -> bytes:
    return make_epub(sample)


def bare() -> Edition:
    """Return a book with nothing that could be left out: no headings, pages, notes, title page or author."""
    pen = Scribe()
    return edition_of(pen, (pen.para("One paragraph, and that is all."),))


def untrusted() -> Edition:
    """Return a book whose every word and datum is out to break the markup, the templates or the package."""
    pen = Scribe()
    note = Note(1, "*", (Paragraph((pen.keep(NASTY),)), BlockQuote((Paragraph((pen.keep(NASTY),)),))), inferred=False)
    body = (
        Heading(1, (pen.keep(NASTY),)),
        Paragraph((pen.keep(NASTY), note), pen.count()),
        Heading(1, (pen.keep("Second"), Note(2, "2", (Paragraph((pen.keep("]]>"),)),), inferred=True))),
        Heading(2, (pen.keep("\t \n"),)),
        Paragraph((pen.keep("a\r\nb\rc"),), pen.count()),
    )
    about = Metadata(NASTY, NASTY, NASTY, date="1848–90", rights=NASTY, publisher=NASTY, identifier="urn:x-test:&<>")
    return edition_of(pen, body, metadata=about)


def german() -> Edition:
    """Return a book in another language, whose notes have notes and call each other out of every kind of block."""
    pen = Scribe()
    inner = Note(2, "†", (Paragraph(pen.runs("Eine Anmerkung der Anmerkung.")),), inferred=False)
    pen.notes = 2
    outer = Note(1, "*", (Heading(3, pen.runs("Zur Sache")), Paragraph((*pen.runs("Darin"), inner))), inferred=False)
    body = (
        pen.para("<1>Vor allem."),
        pen.heading("Erstens"),
        BlockQuote((pen.heading("Kein Kapitel", 2), Paragraph((*pen.runs("Gesagt."), outer), pen.count()))),
        pen.verse("<2>Eins[[Zu eins.]]", "", "Zwei"),
        pen.heading("Zweitens"),
        pen.para("<3>Ende."),
    )
    front = (pen.line("Ein Motto, aber kein Titel."),)
    about = Metadata("Prüfung", author="Wir", language="de", identifier="urn:uuid:3e3f1ad6-7a29-5d05-8bd9-a1d6b5f7f2f4")
    return edition_of(pen, body, front=front, metadata=about)


BOOKS = {"sample": sample_edition, "bare": bare, "untrusted": untrusted, "german": german}
books = pytest.mark.parametrize("book", BOOKS)


def files(epub: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(epub: bytes) -> etree._Element:
    return etree.fromstring(files(epub)["EPUB/content.opf"])


def found(epub: bytes, path: str, name: str = "content.opf") -> list[str]:
    """Return the texts or attributes that an XPath finds in a file; `opf:` is the package's namespace."""
    names = {("opf" if prefix == "" else prefix): uri for prefix, uri in NAMES.items()}
    result = etree.fromstring(files(epub)[f"EPUB/{name}"]).xpath(path, namespaces=names)
    return [str(one) for one in result]


def doctored(epub: bytes, name: str, old: str, new: str) -> bytes:
    """Return the EPUB with the words of one file changed in one place."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for entry, data in files(epub).items():
            text = data
            if entry == f"EPUB/{name}":
                assert data.count(old.encode()) >= 1
                text = data.replace(old.encode(), new.encode(), 1)
            archive.writestr(entry, text)
    return out.getvalue()


# What it says


@books
def test_what_is_read_back_is_what_the_document_says(book: str) -> None:
    edition = BOOKS[book]()
    epub = make_epub(edition)
    assert read_back(epub) == told(edition)
    assert len(read_back(epub).notes) == len(notes_of(edition.document))


def test_what_is_read_back_is_the_whole_text(sample: Edition, made: bytes) -> None:
    """Counted once more without the law's own reader of documents."""
    body = " ".join(read_back(made).body)
    words = re.sub(r"\[(\^\d+|p\. \d+)\]", "", body).split()
    wanted = [word for block in sample.document.bodymatter for word in said(sample, block)]
    assert words == wanted


def said(edition: Edition, block: object) -> list[str]:
    match block:
        case Text():
            return []
        case tuple():
            return [word for one in block for word in said(edition, one)]
        case _ if hasattr(block, "inlines"):
            return plain(edition.book.source, block.inlines).split()
        case _ if hasattr(block, "lines"):
            return [word for line in block.lines for word in plain(edition.book.source, line).split()]
        case _:
            return said(edition, getattr(block, "blocks", None) or getattr(block, "items", ()))


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("text-1.xhtml", "twelve gas lamps", "twelve  gas  lamp", "text, paragraph 2"),
        ("text-1.xhtml", "Quoted in Marsh, p. 88.", "Quoted in Marsh.", "note 3, paragraph 1"),
        (
            "text-1.xhtml",
            "<p>A second edition was announced in 1955 and never appeared.</p>",
            "",
            "note 2, paragraph 2",
        ),
        ("text-1.xhtml", 'href="#note-1"', 'href="#note-3"', "note 1, paragraph 1"),
        ("text-2.xhtml", 'aria-label="6"', 'aria-label="7"', "text, paragraph"),
        ("text-2.xhtml", "The gas is out", "The gas isout", "text, paragraph"),
        ("titlepage.xhtml", "Ada Corder", "Ada  Cordes", "title page, paragraph 3"),
        ("colophon.xhtml", "Anti-Copyright", "Copyright", "colophon, paragraph 2"),
        ("text-3.xhtml", 'role="doc-chapter"', 'role="doc-chapter" class="apparatus"', "text, paragraph"),
    ],
)
def test_a_doctored_book_is_refused(sample: Edition, made: bytes, name: str, old: str, new: str, where: str) -> None:
    with pytest.raises(LawError, match=f"EPUB, {where}"):
        hold(sample, doctored(made, name, old, new))


def test_a_call_that_leads_nowhere_is_refused(sample: Edition, made: bytes) -> None:
    with pytest.raises(LawError, match=r"#note-99 of a note leads nowhere"):
        hold(sample, doctored(made, "text-1.xhtml", 'href="#note-1"', 'href="#note-99"'))


def test_a_file_that_is_not_well_formed_is_refused(sample: Edition, made: bytes) -> None:
    with pytest.raises(LawError, match=r"text-1\.xhtml: is not well formed"):
        hold(sample, doctored(made, "text-1.xhtml", "</em>", "</i>"))


def test_white_space_alone_is_no_difference(sample: Edition, made: bytes) -> None:
    hold(sample, doctored(made, "text-1.xhtml", "twelve gas lamps", "twelve\n  gas\tlamps"))


def test_a_space_that_does_not_break_is_a_difference(sample: Edition, made: bytes) -> None:
    with pytest.raises(LawError):
        hold(sample, doctored(made, "text-1.xhtml", "twelve gas lamps", "twelve\u00a0gas lamps"))


characters = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from(" \t\r\n&<>\"'{%}]—")
texts = st.text(characters, max_size=12).map(lambda text: ("text", text))
runs = st.recursive(
    st.lists(texts | st.just(("break", "")) | st.just(("page", "")), max_size=4),
    lambda inner: st.lists(texts | st.tuples(st.sampled_from(["em", "caps", "note"]), inner), max_size=4),
    max_leaves=8,
)
blocks = st.recursive(
    st.tuples(st.sampled_from(["h1", "h2", "p", "verse"]), runs) | st.just(("rule", [])),
    lambda inner: st.tuples(st.sampled_from(["quote", "list"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=5,
)


Plan = tuple[str, Any]
"""The kind of a node, and its text or the plans of what it holds."""


def inlines_from(pen: Scribe, plans: list[Plan]) -> tuple[Inline, ...]:
    return tuple(inline_from(pen, plan) for plan in plans)


def inline_from(pen: Scribe, plan: Plan) -> Inline:
    kind, inner = plan
    match kind:
        case "text":
            return pen.keep(inner)
        case "em":
            return Emphasis(inlines_from(pen, inner))
        case "caps":
            return SmallCaps(inlines_from(pen, inner))
        case "break":
            return LineBreak()
        case "page":
            pen.at_page = getattr(pen, "at_page", 0) + 1
            return PageBreak(pen.at_page)
        case _:
            pen.notes += 1
            return Note(pen.notes, "*", (Paragraph(inlines_from(pen, inner)),), inferred=False)


def block_from(pen: Scribe, plan: Plan) -> Block:
    kind, inner = plan
    match kind:
        case "h1" | "h2":
            return Heading(int(kind[1]), inlines_from(pen, inner))
        case "p":
            return Paragraph(inlines_from(pen, inner), pen.count())
        case "verse":
            return Verse((inlines_from(pen, inner), (), (LineBreak(),), (pen.keep("end"),)), pen.count())
        case "quote":
            return BlockQuote(tuple(block_from(pen, one) for one in inner))
        case "list":
            return ListBlock(tuple((block_from(pen, one),) for one in inner), ordered=len(inner) > 1, start=3)
        case _:
            return ThematicBreak()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(blocks, min_size=1, max_size=4), st.lists(blocks, max_size=1))
def test_the_law_holds_for_documents_that_nobody_would_write(plans: list[Plan], back: list[Plan]) -> None:
    pen = Scribe()
    body = tuple(block_from(pen, one) for one in plans)
    edition = edition_of(pen, body, back=tuple(block_from(pen, one) for one in back))
    with patch("edition.epub.make_cover", return_value=Cover(b"", b"")):
        assert read_back(make_epub(edition)) == told(edition)


# Untrusted text


def test_markup_in_the_text_stays_text() -> None:
    epub = make_epub(untrusted())
    for name, data in files(epub).items():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            root = etree.fromstring(data)
            assert not root.xpath("//*[local-name() = 'script']"), name
            assert b"49" not in data.replace(b"SHA-256", b"") or "apparatus" in name or "note" in name
    assert found(epub, "//dc:title[@id='title']/text()") == [NASTY]
    assert found(epub, "//dc:creator/text()") == [NASTY]


@pytest.mark.parametrize("bad", ["\x0b", "\x00", "\x1b", "\ufffe", "\ud800"])
def test_a_character_that_no_xml_can_hold_is_refused_by_name(bad: str) -> None:
    pen, edition = Scribe(), bare()
    with pytest.raises(TypesetError, match=rf"U\+{ord(bad):04X}"):
        make_epub(replace(edition, metadata=replace(edition.metadata, publisher=f"a{bad}b")))
    if bad != "\ud800":
        # A source is decoded from UTF-8, which has no surrogates.
        with pytest.raises(TypesetError, match=rf"U\+{ord(bad):04X}"):
            make_epub(edition_of(pen, (pen.para(f"Some{bad}thing"),)))


@pytest.mark.parametrize("name", ["identifier", "title", "language"])
def test_an_epub_needs_its_metadata(name: str) -> None:
    edition = bare()
    with pytest.raises(TypesetError, match=name):
        make_epub(replace(edition, metadata=replace(edition.metadata, **{name: " "})))


@pytest.mark.parametrize("modified", ["yesterday", "2026-01-31", "2026-01-31T12:00:00+02:00"])
def test_the_modified_time_is_in_utc(modified: str) -> None:
    edition = bare()
    with pytest.raises(ConfigError, match="modified"):
        make_epub(replace(edition, metadata=replace(edition.metadata, modified=modified)))


# Metadata and navigation


def test_the_package_says_what_the_book_is(sample: Edition, made: bytes) -> None:
    about = sample.metadata
    assert package(made).get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert found(made, "//dc:identifier[@id = /*/@unique-identifier]/text()") == [about.identifier]
    assert found(made, "//dc:title/text()") == [about.title, about.subtitle]
    assert found(made, "//opf:meta[@property='title-type'][@refines='#subtitle']/text()") == ["subtitle"]
    assert found(made, "//dc:creator/text()") == ["Ada Corder"]
    assert found(made, "//opf:meta[@property='file-as'][not(@scheme)]/text()") == ["Corder, Ada"]
    assert found(made, "//opf:meta[@property='dcterms:modified']/text()") == [about.modified]
    assert found(made, "//dc:source/text()") == [f"urn:sha256:{sample.book.source.sha256}"]
    assert found(made, "//dc:date/text()") == ["1987"]
    assert found(made, "//dc:rights/text()") == ["Anti-Copyright"]


def test_the_package_says_how_accessible_the_book_is(sample: Edition, made: bytes) -> None:
    def told_of(name: str, epub: bytes = made) -> list[str]:
        return found(epub, f"//opf:meta[@property='{name}']/text()")

    assert told_of("schema:accessMode") == told_of("schema:accessModeSufficient") == ["textual"]
    assert told_of("schema:accessibilityHazard") == ["none"]
    assert {"tableOfContents", "pageBreakMarkers", "pageNavigation"} <= set(told_of("schema:accessibilityFeature"))
    assert told_of("pageBreakSource") == [f"urn:sha256:{sample.book.source.sha256}"]
    assert len(told_of("schema:accessibilitySummary")) == 1
    assert not told_of("dcterms:conformsTo")
    pageless = make_epub(bare())
    assert not {"pageBreakMarkers", "pageNavigation"} & set(told_of("schema:accessibilityFeature", pageless))
    assert not told_of("pageBreakSource", pageless)


@pytest.mark.parametrize(
    ("author", "as_filed"),
    [
        ("Ada Corder", "Corder, Ada"),
        ("Plato", "Plato"),
        ("Marx and Engels", "Marx and Engels"),
        ("Corder, Ada", "Corder, Ada"),
    ],
)
def test_an_author_is_filed_by_surname(author: str, as_filed: str) -> None:
    assert filed(author) == as_filed


def test_a_date_that_is_none_stays_out_of_the_package() -> None:
    assert not found(make_epub(untrusted()), "//dc:date/text()")


def test_the_contents_are_nested_as_the_headings_are(made: bytes) -> None:
    assert found(made, "//h:nav[@epub:type='toc']/h:ol/h:li/h:a/text()", "nav.xhtml") == [
        "The Lamps Go Out", "Who Lights the Lamps?", "What Remained", "Textual Note", "Editorial Apparatus", "Colophon",
    ]  # fmt: skip
    inner = found(made, "//h:nav[@epub:type='toc']/h:ol/h:li/h:ol/h:li/h:a/@href", "nav.xhtml")
    assert inner == ["text-2.xhtml#heading-3", "text-2.xhtml#heading-4"]


def test_the_notes_of_a_file_without_a_heading_have_one_of_the_first_level() -> None:
    pen = Scribe()
    epub = make_epub(edition_of(pen, (pen.para("Text.[[A note.]]"),)))
    assert found(epub, "//h:h1[@id='notes']/text()", "text.xhtml") == ["Notes"]
    assert len(found(epub, "//h:h1 | //h:h2", "text.xhtml")) == 1


def test_a_heading_alone_is_no_file_of_its_own() -> None:
    pen = Scribe()
    body = (
        *(pen.heading("One"), pen.para("Text."), pen.heading("Two"), pen.heading("Two, first part"), pen.para("More.")),
        pen.heading("Three"),
        pen.para("End."),
    )
    epub = make_epub(edition_of(pen, body))
    assert [name for name in files(epub) if "text-" in name] == [f"EPUB/text-{n}.xhtml" for n in (1, 2, 3)]
    links = found(epub, "//h:nav[@epub:type='toc']//h:a/@href", "nav.xhtml")
    assert links[1:4] == ["text-2.xhtml#heading-2", "text-2.xhtml#heading-3", "text-3.xhtml#heading-4"]


def test_headings_of_quotations_and_notes_divide_nothing() -> None:
    labels = found(make_epub(german()), "//h:nav[@epub:type='toc']//h:a/text()", "nav.xhtml")
    assert labels[:3] == ["Prüfung", "Erstens", "Zweitens"]
    assert not {"Kein Kapitel", "Zur Sache", "Anmerkungen"} & set(labels)


def test_the_page_list_leads_to_the_printed_pages(made: bytes) -> None:
    entries = found(made, "//h:nav[@epub:type='page-list']//h:a/text()", "nav.xhtml")
    assert entries == ["1", "3", "4", "5", "6", "7", "9", "10", "12"]
    for href, page in zip(found(made, "//h:nav[@epub:type='page-list']//h:a/@href", "nav.xhtml"), entries, strict=True):
        name, _, ident = href.partition("#")
        assert found(made, f"//h:span[@id='{ident}'][@role='doc-pagebreak']/@aria-label", name) == [page]
    assert not found(make_epub(bare()), "//h:nav[@epub:type='page-list']", "nav.xhtml")


def test_the_pdf_s_pages_are_a_list_beside_the_booklet_s(sample: Edition) -> None:
    pdf = make_pdf(sample)
    epub = make_epub(sample, pdf)
    assert read_back(epub) == told(sample)
    wanted = [page.label for page in beginnings(sample, pdf)]
    path = "//h:nav[@id='pdf-pages'][not(@epub:type)]//h:a"
    assert found(epub, f"{path}/text()", "nav.xhtml") == wanted
    for href, page in zip(found(epub, f"{path}/@href", "nav.xhtml"), wanted, strict=True):
        name, _, ident = href.partition("#")
        assert found(epub, f"//h:span[@id='{ident}'][not(@epub:type)]/@data-page", name) == [page]
    assert found(epub, "//h:nav[@epub:type='page-list']//h:a/text()", "nav.xhtml")[:3] == ["1", "3", "4"]
    assert found(epub, "//opf:meta[@property='pageBreakSource']/text()") == [f"urn:sha256:{sample.book.source.sha256}"]


def test_without_a_booklet_s_pages_the_pdf_s_are_the_page_list() -> None:
    edition = noted_edition(4, 12, 0.2, 30)
    pdf = make_pdf(edition)
    epub = make_epub(edition, pdf)
    assert read_back(epub) == told(edition)
    wanted = [page.label for page in beginnings(edition, pdf)]
    assert found(epub, "//h:nav[@epub:type='page-list']//h:a/text()", "nav.xhtml") == wanted
    marks = found(epub, "//h:span[@epub:type='pagebreak'][@role='doc-pagebreak']/@aria-label", "text.xhtml")
    assert marks == wanted
    assert not found(epub, "//h:nav[@id='pdf-pages']", "nav.xhtml")
    source = found(epub, "//opf:meta[@property='pageBreakSource']/text()")
    assert source == [f"urn:sha256:{hashlib.sha256(pdf).hexdigest()}"]


def test_a_series_is_told_with_the_place_in_it(sample: Edition, made: bytes) -> None:
    epub = make_epub(replace(sample, metadata=replace(sample.metadata, series="Lamp Street", series_index="2.5")))
    assert found(epub, "//opf:meta[@property='belongs-to-collection'][@id='series']/text()") == ["Lamp Street"]
    assert found(epub, "//opf:meta[@refines='#series'][@property='collection-type']/text()") == ["series"]
    assert found(epub, "//opf:meta[@refines='#series'][@property='group-position']/text()") == ["2.5"]
    assert not found(made, "//opf:meta[@property='belongs-to-collection']")


def test_an_update_is_the_same_book_of_a_later_time(sample: Edition, made: bytes) -> None:
    later = replace(sample, metadata=replace(sample.metadata, modified="2031-01-31T12:00:00Z"))
    release = ["//dc:identifier[@id = /*/@unique-identifier]/text()", "//opf:meta[@property='dcterms:modified']/text()"]
    old, new = ([found(epub, path) for path in release] for epub in (made, make_epub(later)))
    assert old[0] == new[0]
    assert old[1] < new[1]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("az-Arab", "rtl"), ("ur-Latn-PK", "ltr"), ("en", "ltr")],
)
def test_a_language_has_its_direction(language: str, wanted: str) -> None:
    assert direction(language) == wanted


def test_a_book_from_right_to_left(sample: Edition, made: bytes) -> None:
    epub = make_epub(replace(sample, metadata=replace(sample.metadata, language="he")))
    assert read_back(epub) == told(sample)
    assert found(epub, "//opf:spine/@page-progression-direction") == ["rtl"]
    for name in ("text-1.xhtml", "nav.xhtml", "titlepage.xhtml"):
        assert found(epub, "/h:html/@dir", name) == ["rtl"]
    assert found(epub, "//h:div[@lang='en']/@dir", "textual-note.xhtml") == ["ltr"]
    assert found(made, "//opf:spine/@page-progression-direction") == ["ltr"]
    assert not found(made, "/h:html/@dir", "text-1.xhtml")


def test_landmarks_have_one_type_each(made: bytes) -> None:
    assert found(made, "//h:nav[@epub:type='landmarks']//h:a/@epub:type", "nav.xhtml") == [
        "cover", "titlepage", "bodymatter", "backmatter", "colophon", "toc",
    ]  # fmt: skip


def test_the_spine_has_the_order_of_the_printed_book(made: bytes) -> None:
    assert found(made, "//opf:itemref/@idref") == [
        f"{name}-xhtml"
        for name in ("cover", "titlepage", "nav", "text-1", "text-2", "text-3", "textual-note", "apparatus", "colophon")
    ]
    assert found(make_epub(bare()), "//opf:itemref/@idref")[3] == "text-xhtml"


def test_notes_stand_in_the_file_of_their_call_after_it_backlink_first(made: bytes) -> None:
    seen = 0
    for name, data in files(made).items():
        text = data.decode(errors="replace")
        for number in re.findall(r'<sup><a epub:type="noteref" role="doc-noteref" href="#note-(\d+)"', text):
            seen += 1
            note = f'id="note-{number}" epub:type="footnote" role="doc-footnote">\n<p><a role="doc-backlink"'
            assert text.index(note) > text.index(f'id="call-{number}"'), name
    assert seen == len(read_back(made).notes) == 6


def test_paragraph_numbers_are_no_text_and_shown_when_asked(sample: Edition, made: bytes) -> None:
    numbered = make_epub(replace(sample, book=replace(sample.book, output=Output(paragraph_numbers=True))))
    assert read_back(numbered) == read_back(made)
    assert b'class="numbered"' in files(numbered)["EPUB/text-1.xhtml"]
    assert b'class="numbered"' not in files(made)["EPUB/text-1.xhtml"]
    assert b'<p id="p2" data-number="2">' in files(made)["EPUB/text-1.xhtml"]


# The container


def test_the_zip_depends_on_nothing_but_its_contents(made: bytes) -> None:
    with ZipFile(BytesIO(made)) as archive:
        entries = archive.infolist()
        assert archive.read("mimetype") == b"application/epub+zip"
    assert entries[0].filename == "mimetype"
    stored = {entry.filename for entry in entries if entry.compress_type == ZIP_STORED}
    assert stored == {"mimetype", "EPUB/cover.png"}
    assert {entry.compress_type for entry in entries} == {ZIP_STORED, ZIP_DEFLATED}
    assert {(entry.date_time, entry.create_system, entry.extra) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, b"")
    }


def test_no_tool_or_machine_is_named_inside(made: bytes) -> None:
    said = b"\n".join(data for name, data in files(made).items()).lower()
    for word in (b"ebook-lib", b"ebooklib", b"weasyprint", b"generator", b"pdfium", str(TESTS.parent).lower().encode()):
        assert word not in said


def test_the_style_names_no_face_and_no_colour(made: bytes) -> None:
    style = files(made)["EPUB/style.css"].decode()
    assert "font-family" not in style
    assert "@font-face" not in style
    assert not re.search(r"[^-]color:(?! (inherit|light dark))|background", style)


def test_the_same_bytes_in_any_process_folder_time_zone_and_hash_seed(made: bytes, tmp_path: Path) -> None:
    code = (
        "import hashlib, sample, edition.epub as e;"
        "print(hashlib.sha256(e.make_epub(sample.sample_edition())).hexdigest())"
    )
    path = os.pathsep.join([str(TESTS.parent), str(TESTS)])
    sums = {hashlib.sha256(made).hexdigest()}
    for seed, zone, folder in (("1", "Pacific/Kiritimati", tmp_path), ("2", "America/St_Johns", TESTS)):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": path, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env, cwd=folder
        )
        sums.add(done.stdout.strip())
    assert len(sums) == 1


# Checkers and a reading system


@books
def test_epubcheck_finds_nothing(book: str, tmp_path: Path) -> None:
    path = tmp_path / f"{book}.epub"
    path.write_bytes(make_epub(BOOKS[book]()))
    outcome = epubcheck(path)
    assert (outcome.state, outcome.note) == ("held", "")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the path of Chromium, with what stands under tests/js ready to use it."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed: apt-get install chromium"
    assert (JS / "node_modules").is_dir(), "the packages of tests/js are not installed: npm ci in tests/js"
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", chromium)
    monkeypatch.setenv("PATH", str(JS / "node_modules" / ".bin"), prepend=os.pathsep)
    return chromium


@pytest.mark.parametrize("book", ["sample", "german"])
def test_ace_finds_nothing(book: str, tmp_path: Path, browser: str) -> None:
    path = tmp_path / f"{book}.epub"
    path.write_bytes(make_epub(BOOKS[book]()))
    outcome = ace(path)
    assert browser
    assert (outcome.state, outcome.note) == ("held", "")


def test_nu_finds_nothing(made: bytes, tmp_path: Path, browser: str) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(made)
    outcome = nu(path)
    assert (outcome.state, outcome.note) == ("held", "")


def wording(edition: Edition) -> list[str]:
    """Return every note with its number, blanks folded."""
    source = edition.book.source
    return [
        f"{note.number}. {' '.join(' '.join(plain(source, block.inlines) for block in note.blocks).split())}".strip()
        for note in notes_of(edition.document)
    ]


@pytest.mark.parametrize("book", ["sample", "german", SEED, "mutual-aid-1.2up.sheet.seed"])
def test_every_note_pops_up_whole_in_a_reading_system_and_leads_back(book: str, tmp_path: Path, browser: str) -> None:
    edition = BOOKS[book]() if book in BOOKS else restored(book).edition
    path = tmp_path / "book.epub"
    path.write_bytes(make_epub(edition))
    command = ["node", str(JS / "notes.js"), str(path), browser]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    shown = sorted(json.loads(done.stdout), key=lambda one: int(one["call"]))
    assert [one["call"] for one in shown] == [str(note.number) for note in notes_of(edition.document)]
    assert [" ".join(" ".join(one["paragraphs"]).split()) for one in shown] == wording(edition)
    assert {(one["type"], one["back"]) for one in shown} == {("footnote", True)}


def test_the_kindle_s_format_keeps_every_note(made: bytes, sample: Edition, tmp_path: Path) -> None:
    """There and back: what calibre makes of the EPUB is read as the EPUB that it makes of that again."""
    assert shutil.which("ebook-convert"), "calibre is not installed: apt-get install calibre"
    (tmp_path / "book.epub").write_bytes(made)
    for one, other in (("book.epub", "book.azw3"), ("book.azw3", "back.epub")):
        command = ["ebook-convert", str(tmp_path / one), str(tmp_path / other)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    with ZipFile(tmp_path / "back.epub") as archive:
        pages = {Path(name).name: archive.read(name) for name in archive.namelist() if name.endswith(".html")}
    roots = {name: etree.fromstring(data) for name, data in pages.items()}
    notes = {}
    for name, root in roots.items():
        for call in root.xpath("//*[local-name() = 'a'][@role='doc-noteref']"):
            file, _, ident = call.get("href").partition("#")
            (target,) = roots[file or name].xpath("//*[@id=$ident]", ident=ident)
            for inner in target.xpath(".//*[local-name() = 'a'][@role='doc-noteref']"):
                inner.text = ""
            notes["".join(call.itertext())] = " ".join("".join(target.itertext()).split())
    assert [notes[number] for number in sorted(notes, key=int)] == [
        " ".join(words.split()) for words in wording(sample)
    ]


def test_a_long_chapter_is_several_files_each_with_its_notes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    edition = noted_edition(7, 60, 0.3, 20)
    whole = make_epub(edition)
    monkeypatch.setattr("edition.epub.PORTION", 4000)
    path = tmp_path / "parts.epub"
    path.write_bytes(make_epub(edition))
    with ZipFile(path) as parts, ZipFile(BytesIO(whole)) as one:
        names = sorted(name for name in parts.namelist() if "/text-" in name)
        sizes = [len(parts.read(name)) for name in names]
        assert len(names) > 3
        assert max(sizes) < 2 * min(sizes)
        trees = [etree.fromstring(parts.read(name)) for name in names]
        contents = [parts.read(name).decode().count("<li>") for name in parts.namelist() if name.endswith("nav.xhtml")]
        assert contents == [
            one.read(name).decode().count("<li>") for name in one.namelist() if name.endswith("nav.xhtml")
        ]
    spaces = {prefix: space for prefix, space in NAMES.items() if prefix}
    calls = [tree.xpath("//h:a[@epub:type='noteref']/@href", namespaces=spaces) for tree in trees]
    assert sum(map(len, calls)) == len(notes_of(edition.document))
    for tree, hrefs in zip(trees, calls, strict=True):
        assert {href.removeprefix("#") for href in hrefs} <= set(tree.xpath("//@id"))
    assert epubcheck(path).state == "held"
