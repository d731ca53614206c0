"""The printed book, read back from its PDF."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure.boxes import LineBox, TextBox

from edition import assets, pdf
from edition.book import Edition, Metadata
from edition.document import Block, Heading, Inline, ListBlock, Note, Paragraph, ThematicBreak, notes_of, plain
from edition.errors import TypesetError
from edition.formats import FORMATS
from edition.guard import bare, long_notes, read_pages, runs, texts_of
from edition.pdf import make_pdf, references, render, settle
from edition.xhtml import render_print
from tests.sample import Scribe, edition_of, noted_edition, sample_edition
from tests.test_xhtml import HOSTILE


def printed(edition: Edition, blocks: Iterable[Block]) -> str:
    """Return what print has for the blocks: notes only as their calls, ornaments included, list marks not."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            out += [printed(edition, item) for item in block.items]
        elif isinstance(block, ThematicBreak):
            out.append("***")
        elif hasattr(block, "blocks"):
            out.append(printed(edition, block.blocks))
        else:
            out += [with_calls(edition, inlines) for inlines in texts_of([block])]
    return "".join(out)


def with_calls(edition: Edition, inlines: Iterable[Inline]) -> str:
    out = []
    for inline in inlines:
        if isinstance(inline, Note):
            out.append(str(inline.number))
        elif hasattr(inline, "inlines"):
            out.append(with_calls(edition, inline.inlines))
        else:
            out.append(plain(edition.book.source, [inline]))
    return bare("".join(out))


def unmarked(text: str) -> str:
    """Take out what might mark an item of a list: the marks stand beside the text, PDFium reads them anywhere."""
    return re.sub(r"\d+\.|•", "", text)


def without_notes(edition: Edition, pages: list[str]) -> str:
    """Return the text read back, with each footnote taken out of its page."""
    moved = long_notes(edition)
    for note in notes_of(edition.document):
        text = f"{note.number}." + "".join(bare(run) for run in runs(edition.book.source, note))
        if note.number not in moved:
            (at,) = (n for n, page in enumerate(pages) if text in page)
            pages[at] = pages[at].replace(text, "", 1)
    return "".join(pages)


@pytest.fixture(scope="module")
def sample() -> bytes:
    return make_pdf(sample_edition())


def test_the_text_read_back_is_the_text_of_the_document(sample: bytes) -> None:
    edition = sample_edition()
    found = without_notes(edition, read_pages(sample))
    assert unmarked(printed(edition, edition.document.bodymatter)) in unmarked(found)
    assert found.startswith(printed(edition, edition.document.frontmatter[:-1]))
    assert found.endswith(printed(edition, edition.document.backmatter))


@pytest.mark.parametrize("seed", [1, 4])
def test_random_text_is_read_back_whole(seed: int) -> None:
    edition = noted_edition(seed, 12, 0.4, 40)
    found = without_notes(edition, read_pages(make_pdf(edition)))
    assert printed(edition, edition.document.bodymatter) in found


def test_the_back_matter_stands_in_order(sample: bytes) -> None:
    text = "".join(read_pages(sample))
    marks = [
        "ThreethingsmaybelearnedLesson",
        "TextualNote",
        "EditorialApparatus",
        "SuspectedSlips",
        "AntiCopyrightA.Corder",
    ]
    places = [text.rfind(mark) for mark in marks[1:]]
    assert -1 not in places
    assert places == sorted(places)
    assert "¶17electric]electrict" in text


def test_folios_and_running_heads() -> None:
    document = pypdfium2.PdfDocument(make_pdf(sample_edition()))
    texts = [page.get_textpage().get_text_bounded() for page in document]
    first = next(n for n, text in enumerate(texts) if "On the evening" in text)
    assert first % 2 == 0
    assert "Lamplighters of Harrow" not in texts[first]
    assert texts[first + 1].endswith(f"Ada Corder\r\n{first + 2}")
    assert texts[first + 2].endswith(f"The Lamplighters of Harrow\r\n{first + 3}")
    for bare_page in (0, 1, 2, len(texts) - 1):
        assert texts[bare_page].split()[-1:] != [str(bare_page + 1)]


def test_every_face_is_embedded_and_is_ours(sample: bytes) -> None:
    with pikepdf.open(BytesIO(sample)) as book:
        fonts = {str(name): font for page in book.pages for name, font in page.Resources.Font.items()}
        assert fonts
        for font in fonts.values():
            (inner,) = font.DescendantFonts
            assert any(key in inner.FontDescriptor for key in ("/FontFile2", "/FontFile3"))
            assert "Edition-Text" in str(font.BaseFont)


def test_the_page_is_a5_and_the_catalogue_knows_the_book(sample: bytes) -> None:
    with pikepdf.open(BytesIO(sample)) as book:
        for page in book.pages:
            assert [round(float(v) / 72 * 25.4, 1) for v in page.mediabox] == [0, 0, 148, 210]
        assert str(book.docinfo.Title) == "The Lamplighters of Harrow"
        assert str(book.docinfo.Author) == "Ada Corder"
        assert str(book.docinfo.ModDate).startswith("D:20000101")
        assert "/CreationDate" not in book.docinfo
        assert str(book.Root.Lang) == "en"
        assert bool(book.Root.MarkInfo.Marked)
        with book.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles == [
        "The Lamps Go Out",
        "Who Lights the Lamps?",
        "What Remained",
        "Textual Note",
        "Editorial Apparatus",
    ]


def test_two_processes_write_the_same_bytes(sample: bytes, tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); from tests.sample import sample_edition; "
        "from edition.pdf import make_pdf; print(hashlib.sha256(make_pdf(sample_edition())).hexdigest())"
    )
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Kathmandu", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(sample).hexdigest()


def test_hostile_text_is_printed_as_text() -> None:
    pen = Scribe()
    edition = edition_of(pen, (Paragraph((pen.keep(HOSTILE),), 1),))
    assert bare(HOSTILE) in "".join(read_pages(make_pdf(edition)))


def test_nothing_but_our_faces_is_fetched() -> None:
    for address in ("file:///etc/passwd", "https://example.org/x.css", "edition:///../README.md"):
        with pytest.raises(TypesetError, match="may load nothing but our own faces"):
            pdf.render(f'<p style="background: url({address})">text</p>')


def test_what_garamond_lacks_comes_from_the_reserve() -> None:
    pen = Scribe()
    edition = edition_of(pen, (pen.para("Stars ⁂ and ★, a\u202fthin space, *an arrow ↩ too*, שלום, ፊደል."),))
    data = make_pdf(edition)
    text = "".join(read_pages(data))
    assert "Stars⁂and★,athinspace,anarrow↩too,שלום,ፊደል" in text
    with pikepdf.open(BytesIO(data)) as book:
        names = {str(font.BaseFont) for page in book.pages for font in page.Resources.Font.values()}
    assert any("Edition-Reserve" in name for name in names)


def test_a_missing_glyph_is_named() -> None:
    pen = Scribe()
    edition = edition_of(pen, (pen.para("One sign 中 too many."),))
    with pytest.raises(TypesetError, match=r"U\+4E2D \(CJK UNIFIED IDEOGRAPH-4E2D\), after .*One sign '"):
        make_pdf(edition)


def test_a_missing_face_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = assets.path

    def path(name: str) -> Path:
        return whole(name if name != "fonts/EBGaramond-Italic.ttf" else "fonts/gone.ttf")

    pdf.glyphs.cache_clear()
    monkeypatch.setattr(assets, "path", path)
    with pytest.raises(TypesetError, match=r"gone\.ttf: is missing"):
        make_pdf(sample_edition())


def test_a_broken_face_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no face at all")
    pdf.glyphs.cache_clear()
    monkeypatch.setattr(assets, "path", lambda _: tmp_path / "broken.ttf")
    with pytest.raises(TypesetError, match=r"EBGaramond-Regular\.ttf: is not a face"):
        make_pdf(sample_edition())
    pdf.glyphs.cache_clear()


def test_a_warning_of_the_layout_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = assets.read
    monkeypatch.setattr(assets, "read", lambda name: whole(name) + "\np { colour: red }")
    with pytest.raises(TypesetError, match="colour"):
        make_pdf(sample_edition())


def test_paragraph_numbers_only_when_asked(sample: bytes) -> None:
    edition = sample_edition()
    book = replace(edition.book, output=replace(edition.book.output, paragraph_numbers=True))
    without, numbered = "".join(read_pages(sample)), "".join(read_pages(make_pdf(replace(edition, book=book))))
    blocks = [block for block in edition.document.bodymatter if isinstance(block, Paragraph)]
    assert len(blocks) > 10
    for block in blocks:
        words = bare(plain(edition.book.source, block.inlines))[:20]
        assert f"{block.number}{words}" in numbered
        assert f"{block.number}{words}" not in without


def test_books_of_little_or_nothing() -> None:
    pen = Scribe()
    assert make_pdf(edition_of(pen, (pen.para("One line."),)))
    pen = Scribe()
    long = Metadata("A Title of " + "Very " * 30 + "Many Words", author="Somebody", language="de-AT", date="1919")
    assert make_pdf(edition_of(pen, (pen.para("Eine Zeile."),), metadata=long))


def test_a_book_read_from_right_to_left_opens_on_page_three_with_its_heads_and_markers_mirrored() -> None:
    pen = Scribe()
    item = (Paragraph(pen.block("פריט אחד"), 0),)
    body = (
        pen.heading("פרק"),
        *(pen.para("מילים רבות מאוד " * 90) for _ in range(6)),
        ListBlock((item,), ordered=True),
    )
    about = Metadata(
        "שם הספר", author="שם המחבר", language="he", identifier="urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427"
    )
    edition = edition_of(pen, body, metadata=about)
    with closing(pypdfium2.PdfDocument(make_pdf(edition))) as opened:
        pages = [page.get_textpage() for page in opened]
        heads = [page.get_text_bounded(bottom=530) for page in pages]
        first = next(number for number, page in enumerate(pages, 1) if "פרק" in page.get_text_bounded(bottom=500))
        width = opened[0].get_width()
        texts = [page.get_text_range() for page in pages]
        marked = next((number, at.start()) for number, text in enumerate(texts) if (at := re.search(r"1\.|\.1", text)))
        assert pages[marked[0]].get_charbox(marked[1])[0] > width / 2
    assert first == 3
    assert "שם המחבר" in heads[3]
    assert "שם הספר" in heads[4]


def test_the_contents_name_the_pages_though_they_run_over_two() -> None:
    """They do once the numbers are known, which push the last entry to the next page; WeasyPrint keeps the old ones."""
    pen, title, words = Scribe(), "The Lamp and the Mill and the", "It was late, and the lamp stood still. "
    heads = [Heading(1, pen.block(f"{title} {letter}")) for letter in "abcdefghij"]
    body = [block for head in heads for block in (head, *(pen.para(words * 20) for _ in range(12)))]
    edition, page = edition_of(pen, tuple(body)), FORMATS["phone"]
    found = []
    for layout in (render(render_print(edition, page), page), settle(edition, frozenset(), page, loose=False)[1]):
        places = {name: number for number, leaf in enumerate(layout.pages, 1) for name in leaf.anchors}
        found.append([(name, places[name] - number) for name, number in references(layout)])
    late, settled = found
    assert any(lag for _, lag in late)
    assert {name for name, _ in settled} == {"textual-note", *(f"heading-{n}" for n in range(1, 11))}
    assert not any(lag for _, lag in settled)


@pytest.mark.parametrize(
    ("language", "small"),
    [("en", True), ("el", True), ("ru", False), ("sr-Latn", True), ("sr", False), ("he", False), ("grc", False)],
)
def test_heads_are_spaced_out_only_where_the_face_has_small_capitals(language: str, *, small: bool) -> None:
    html = f'<html lang="{language}"><body data-verso="a" data-recto="b"><h1>Ab</h1><p>c</p></body></html>'
    (leaf,) = render(html).pages
    (line,) = (box for box in leaf._page_box.descendants() if isinstance(box, LineBox) and box.element_tag == "h1")
    assert (line.style["font_variant_caps"] == "small-caps") is small
    assert (line.style["letter_spacing"] > 0) is small


@pytest.mark.parametrize("language", ["de", "de-AT", "fr"])
def test_every_letter_of_a_heading_in_small_capitals_is_one(language: str) -> None:
    """German has letters of its own in this face, of which it has no small capitals."""
    html = f'<html lang="{language}"><body data-verso="a" data-recto="b"><h1>Manifefte</h1><p>c</p></body></html>'
    (leaf,) = render(html).pages
    (box,) = (box for box in leaf._page_box.descendants() if isinstance(box, TextBox) and box.element_tag == "h1")
    box.pango_layout.reactivate(box.style)
    line, _ = box.pango_layout.get_first_line()
    glyphs = line.runs.data.glyphs
    assert glyphs.num_glyphs == len("Manifefte")
    with TTFont(assets.path("fonts/EBGaramond-Regular.ttf")) as face:
        names = [face.getGlyphName(glyphs.glyphs[number].glyph) for number in range(1, glyphs.num_glyphs)]
    assert all(name.endswith(".sc") for name in names), names


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_recto_of_a_book_in_chapters_has_the_title_of_its_chapter_on_every_page(language: str) -> None:
    pen = Scribe()
    titles = ["The Mill", "The Lamp", "The River"]
    body = tuple(
        block
        for title in titles
        for block in (Heading(1, pen.block(title)), *(pen.para("many words and more " * 60) for _ in range(8)))
    )
    edition = edition_of(pen, body)
    about = replace(edition.metadata, title="A Book", author="A Hand", language=language)
    with closing(pypdfium2.PdfDocument(make_pdf(replace(edition, metadata=about)))) as opened:
        height = opened[0].get_height()
        heads = [leaf.get_textpage().get_text_bounded(bottom=height - 45).strip() for leaf in opened]
        texts = [leaf.get_textpage().get_text_bounded() for leaf in opened]
    starts = [next(n for n, text in enumerate(texts) if title in text and "many" in text) for title in titles]
    chapters = [sum(start <= n for start in starts) for n in range(len(texts))]
    ran = [(n, heads[n]) for n in range(starts[0], len(texts)) if heads[n] and "many words" in texts[n]]
    rectos = [(titles[chapters[n] - 1], found) for n, found in ran if n % 2 == 0]
    assert len(rectos) > 4
    assert {title for title, _ in rectos} == set(titles)
    assert all(title == found for title, found in rectos)
    assert {found for n, found in ran if n % 2} == {"A Book"}
