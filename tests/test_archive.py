"""What the PDF carries beside its pages, and veraPDF's judgement of it."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pydyf
import pytest
from lxml import etree

from edition.archive import evidence, page_references, write_once
from edition.book import Edition
from edition.build import read_book
from edition.checkers import verapdf
from edition.document import Table, notes_of
from edition.formats import FORMATS
from edition.pdf import make_pdf
from edition.restore import restore
from edition.versions import current
from tests.sample import Scribe, edition_of, fuzz_edition, noted_edition, sample_edition

TOP = Path(__file__).resolve().parent.parent
CONFIG = '[book]\ntitle = "The Lamplighters of Harrow"\n'
SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def sample() -> Edition:
    edition = sample_edition()
    return replace(edition, book=replace(edition.book, config=CONFIG))


@pytest.fixture(scope="module")
def book() -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(make_pdf(sample())))


def test_the_metadata_state_both_standards_and_the_versions(book: pikepdf.Pdf) -> None:
    tree = etree.fromstring(book.Root.Metadata.read_bytes())

    def said(name: str) -> str:
        return " ".join(tree.xpath(f"string(//{name})", namespaces=SPACES).split())

    assert (said("pdfaid:part"), said("pdfaid:conformance"), said("pdfuaid:part")) == ("3", "A", "1")
    assert said("dc:title") == "The Lamplighters of Harrow"
    assert said("dc:identifier") == "urn:uuid:6b1d5f0e-93a1-5b64-9d53-0f6dfb1f3c55"
    assert said("xmp:ModifyDate") == "2000-01-01T00:00:00Z"
    for name in ("weasyprint", "pango", "harfbuzz"):
        assert current()[name] in said("pdf:Producer")
    assert said("pdf:Producer") == str(book.docinfo.Producer)


def test_metadata_are_text_and_never_markup() -> None:
    edition = sample()
    hostile = "</rdf:RDF> & <x a='b'>\""
    about = replace(edition.metadata, title=hostile, publisher=hostile)
    with pikepdf.open(BytesIO(make_pdf(replace(edition, metadata=about)))) as made:
        tree = etree.fromstring(made.Root.Metadata.read_bytes())
    for name in ("title", "publisher"):
        assert tree.xpath(f"string(//dc:{name})", namespaces=SPACES) == hostile


def test_the_evidence_is_attached_as_it_is(book: pikepdf.Pdf) -> None:
    edition = sample()
    held = {name: bytes(book.attachments[name].get_file().read_bytes()) for name in book.attachments}
    assert held == {name: text.encode() for name, _, _, _, text in evidence(edition)}
    assert held["source.txt"].decode() == edition.book.source.text
    assert held["edition.toml"].decode() == CONFIG
    assert json.loads(held["apparatus.json"])["source"]["sha256"] == edition.book.source.sha256
    assert json.loads(held["versions.json"]) == current()
    relations = {str(file.UF): str(file.AFRelationship) for file in book.Root.AF}
    assert relations == {
        "apparatus.json": "/Supplement",
        "edition.toml": "/Source",
        "source.txt": "/Source",
        "versions.json": "/Supplement",
    }
    assert {str(file.EF.F.Params.ModDate) for file in book.Root.AF} == {"D:20000101000000Z"}


def test_without_a_configuration_none_is_attached() -> None:
    assert [name for name, *_ in evidence(sample_edition())] == ["apparatus.json", "source.txt", "versions.json"]


def test_every_page_has_its_label(book: pikepdf.Pdf) -> None:
    assert [page.label for page in book.pages] == [str(n) for n in range(1, len(book.pages) + 1)]


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the structure elements under one, in reading order."""
    kids = node.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


@pytest.mark.parametrize("edition", [sample(), fuzz_edition(12)], ids=["sample", "fuzz"])
def test_notes_are_tagged_and_stand_at_their_calls(edition: Edition) -> None:
    with pikepdf.open(BytesIO(make_pdf(edition, FORMATS["a6"]))) as made:
        found = elements(made.Root.StructTreeRoot)
        notes = [element for element in found if element.S == "/Note"]
        assert len(notes) == len(notes_of(edition.document)) > 0
        names = [str(note.ID) for note in notes]
        tree = made.Root.StructTreeRoot.IDTree.Names
        assert sorted(names) == [str(name) for name in list(tree)[::2]]
        for note in notes:
            assert [element.S for element in elements(note)].count("/Lbl") == 1
            siblings = list(note.P.K)
            before = siblings[siblings.index(note) - 1]
            assert before.S == "/Reference" or note.P.S == "/Sect"
        for element in found:
            for kid in element.get("/K", []):
                assert not (isinstance(kid, pikepdf.Dictionary) and "/S" in kid) or element == kid.P


def tabular() -> Edition:
    """Return a book of one table whose first row names its columns, but for the first."""
    pen = Scribe()
    rows = (("", "Mills", "Hands"), ("1840", "12", "340"), ("1850", "", "24"))
    return edition_of(pen, (Table(tuple(tuple(pen.block(cell) for cell in row) for row in rows), headed=True),))


def test_the_cells_that_name_columns_are_tagged_so() -> None:
    with pikepdf.open(BytesIO(make_pdf(tabular()))) as made:
        found = elements(made.Root.StructTreeRoot)
        heads = [element for element in found if element.S == "/TH"]
        assert [str(head.A.Scope) for head in heads] == ["/Column", "/Column"]
        assert sum(element.S == "/TD" for element in found) == 7
        names = [str(name) for name in list(made.Root.StructTreeRoot.IDTree.Names)[::2]]
        assert sorted(str(head.ID) for head in heads) == names


def test_the_contents_are_tagged(book: pikepdf.Pdf) -> None:
    found = [str(element.S) for element in elements(book.Root.StructTreeRoot)]
    assert found.count("/TOC") == 1
    assert found.count("/TOCI") >= 3


def test_what_the_edition_says_of_itself_is_marked_as_english() -> None:
    edition = sample()
    german = replace(edition, metadata=replace(edition.metadata, language="de"))
    with pikepdf.open(BytesIO(make_pdf(german))) as made:
        assert str(made.Root.Lang) == "de"
        assert [str(one.Lang) for one in elements(made.Root.StructTreeRoot) if "/Lang" in one] == ["en"]


def test_verapdf_finds_nothing(tmp_path: Path) -> None:
    """One run of Java for all: the seed, a bench book, random books on odd pages, notes that run on."""
    pen = Scribe()
    editions = {"sample": sample(), "table": tabular(), "little": edition_of(pen, (pen.para("One line."),))}
    bench = TOP / "tests" / "bench" / "dev" / "wild-apples.2side.sheet.mild"
    editions |= {place.name: restore(read_book(place)) for place in (TOP / "seeds" / "workers-power", bench)}
    made = {f"{name}.pdf": make_pdf(edition) for name, edition in editions.items()}
    odd = ("a6", "large-print", "phone")
    made |= {f"{name}.pdf": make_pdf(fuzz_edition(seed), FORMATS[name]) for seed, name in enumerate(odd)}
    made |= {f"cut-{name}.pdf": make_pdf(noted_edition(0, 14, 0.25, 90), FORMATS[name]) for name in ("a5", "phone")}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    outcomes = list(verapdf(sorted(tmp_path.glob("*.pdf"))))
    assert len(outcomes) == len(made) == 10
    assert [(one.name, one.note) for one in outcomes if one.state != "held"] == []


def test_verapdf_can_fail(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(make_pdf(sample()))) as made:
        del made.Root.MarkInfo
        made.save(tmp_path / "untagged.pdf")
    (outcome,) = verapdf([tmp_path / "untagged.pdf"])
    assert outcome.state == "FAILED"
    assert "PDFUA_1 FAIL" in outcome.note


def test_what_is_written_once_is_what_pydyf_writes() -> None:
    def written(*, once: bool) -> bytes:
        made = pydyf.PDF()
        page = pydyf.Dictionary(
            {"Type": "/Page", "Parent": made.pages.reference, "MediaBox": pydyf.Array([0, 0, 9, 9])}
        )
        made.add_page(page)
        made.add_object(pydyf.Stream([b"q Q"], compress=True))
        if once:
            write_once(made)
        file = BytesIO()
        made.write(file, b"1.7", b"name", compress=True)
        return file.getvalue()

    assert written(once=True) == written(once=False)


def test_the_references_of_pages_are_those_of_pydyf_while_pages_are_added() -> None:
    made = pydyf.PDF()
    for _ in range(3):
        theirs = made.page_references
        with page_references():
            assert made.page_references == theirs
        made.add_page(pydyf.Dictionary({"Type": "/Page"}))
    assert made.page_references == (b"3 0 R", b"4 0 R", b"5 0 R")
