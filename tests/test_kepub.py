"""The EPUB for Kobo: the same words, in the same order, each sentence where a Kobo looks for it."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from sample import sample_edition

from edition.checkers import epubcheck
from edition.epub import make_epub
from edition.errors import LawError
from edition.kepub import make_kepub, spanned
from edition.readback import read_back, told

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def epub() -> bytes:
    return make_epub(sample_edition())


@pytest.fixture(scope="module")
def kepub(epub: bytes) -> bytes:
    return make_kepub(sample_edition(), epub)


def roots(archive: bytes) -> dict[str, etree._Element]:
    with ZipFile(BytesIO(archive)) as opened:
        names = [name for name in opened.namelist() if name.endswith(".xhtml")]
        return {name: etree.fromstring(opened.read(name)) for name in names}


def body(markup: str) -> etree._Element:
    page = f'<html xmlns="{XHTML[1:-1]}" xmlns:epub="http://www.idpf.org/2007/ops"><body>{markup}</body></html>'
    return etree.fromstring(spanned("a.xhtml", page.encode()))


def spans(root: etree._Element) -> list[tuple[str, str]]:
    found = root.iterfind(f".//{XHTML}span[@class='koboSpan']")
    return [(span.get("id"), "".join(span.itertext())) for span in found]


def test_it_says_what_the_document_says(kepub: bytes) -> None:
    assert read_back(kepub) == told(sample_edition())


def test_every_letter_stays_where_it_is(epub: bytes, kepub: bytes) -> None:
    before, after = roots(epub), roots(kepub)
    assert before.keys() == after.keys()
    for name, root in before.items():
        assert "".join(after[name].itertext()) == "".join(root.itertext()), name


def test_every_word_but_the_calls_is_in_one_span(kepub: bytes) -> None:
    for name, root in roots(kepub).items():
        numbers = [ident for ident, _ in spans(root)]
        assert len(numbers) == len(set(numbers)) > 0, name
        assert all(re.fullmatch(r"kobo\.[1-9]\d*\.[1-9]\d*", ident) for ident in numbers)
        assert [(int(p), int(s)) for _, p, s in (n.split(".") for n in numbers)] == sorted(
            (int(p), int(s)) for _, p, s in (n.split(".") for n in numbers)
        )
        (outer,) = root.find(f"{XHTML}body")
        assert (outer.get("id"), outer[0].get("id"), len(outer)) == ("book-columns", "book-inner", 1)
        for element in root.find(f"{XHTML}body").iter(f"{XHTML}p", f"{XHTML}h1", f"{XHTML}h2"):
            for span in list(element.iter(f"{XHTML}span")):
                if span.get("class") == "koboSpan":
                    span.text = ""
            assert re.fullmatch(r"[\d.\s]*", "".join(element.itertext())), name


def test_sentences_are_counted_by_paragraph() -> None:
    found = spans(body("<p>One. “Two!” Three <em>four.</em> Five</p><p> </p><p>Six: seven.</p>"))
    assert found == [
        ("kobo.1.1", "One. "),
        ("kobo.1.2", "“Two!” "),
        ("kobo.1.3", "Three "),
        ("kobo.1.4", "four."),
        ("kobo.1.5", " Five"),
        ("kobo.2.1", "Six: "),
        ("kobo.2.2", "seven."),
    ]


def test_a_call_and_the_number_of_its_note_are_left_alone() -> None:
    root = body(
        '<p>Text<sup><a role="doc-noteref" href="#n">1</a></sup></p>'
        '<div id="n" role="doc-footnote"><p><a role="doc-backlink" href="#c">1</a>. A note.</p></div>'
    )
    assert spans(root) == [("kobo.1.1", "Text"), ("kobo.2.1", "A note.")]
    (back,) = root.iterfind(f".//{XHTML}a[@role='doc-backlink']")
    assert (back.text, back.tail) == ("1", ". ")


def test_one_that_says_something_else_is_refused(epub: bytes) -> None:
    other = sample_edition()
    with ZipFile(BytesIO(epub)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data.replace(b"twelve gas lamps", b"twelve lamps"))
    with pytest.raises(LawError, match="text, paragraph 2"):
        make_kepub(other, out.getvalue())


def test_epubcheck_finds_nothing(kepub: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.kepub.epub").write_bytes(kepub)
    assert epubcheck(tmp_path / "a.kepub.epub").state == "held"


def test_the_same_epub_gives_the_same_bytes(epub: bytes, kepub: bytes) -> None:
    assert make_kepub(sample_edition(), epub) == kepub
