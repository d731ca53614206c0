"""The booklet as paper: what stands on each half of each side, how large, and that nothing else came along."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from edition.booklet import PAPERS, SIDES, Paper, Work, explain, make_booklet, make_half, signature_of
from edition.errors import TypesetError
from edition.formats import FORMATS

MM = 72 / 25.4
A5 = (148 * MM, 210 * MM)
PAPERS_MM = {"a4": (297, 210), "letter": (279.4, 215.9), "a5": (210, 148), "b5": (250, 176)}
CLAIMING = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">On Folding</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def page_content(number: int, margin: float) -> bytes:
    lines = f"BT /F1 10 Tf {margin * MM:.3f} 500 Td (page {number}) Tj ET\n"
    right = (148 - margin) * MM
    return (
        f"{lines}BT /F1 9 Tf 205 40 Td (folio {number}) Tj ET 1 w {right - 60:.3f} 300 m {right:.3f} 300 l S".encode()
    )


def finished(pages: int, *, margin: float = 16, size: tuple[float, float] = A5, lang: str = "en") -> bytes:
    """Return a PDF with all that a finished one has: shared faces, tags, links, bookmarks, attachments and claims."""
    pdf = pikepdf.new()
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    heavy = pdf.make_stream(bytes(index * index % 251 for index in range(20_000)), Type=Name.FontFile)
    resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=pdf.make_indirect(face)), Heavy=Dictionary(F=heavy)))
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size).obj
        page.Resources = resources
        page.Contents = pdf.make_stream(page_content(number, margin))
        page.StructParents = number - 1
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[9, 9, 20, 20], Dest=String("start"))])
    pdf.Root.Lang = String(lang)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([])))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("start"), Array([pdf.pages[0].obj, Name.Fit])])))
    pdf.Root.Metadata = pdf.make_stream(CLAIMING, Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo.Title = String("On Folding")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Start", 0))
    pdf.attachments["notes.txt"] = b"for the screen"
    file = BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue()


def halves(booklet: bytes) -> list[tuple[int | None, int | None]]:
    """Return the page numbers on the left and right half of each side, as a reader of the sheet finds them."""
    found: list[tuple[int | None, int | None]] = []
    for side in pypdfium2.PdfDocument(booklet):
        text, (width, height) = side.get_textpage(), side.get_size()
        regions = ((0, width / 2), (width / 2, width))
        texts = (text.get_text_bounded(start, 0, end, height) for start, end in regions)
        left, right = map(page_number, texts)
        found.append((left, right))
    return found


def page_number(text: str) -> int | None:
    """Return the number of the one whole page in a half, or None for a blank."""
    found = re.fullmatch(r"(?:page (\d+)\r\nfolio \1)?", text)
    assert found, f"not one whole page: {text!r}"
    return int(found[1]) if found[1] else None


def matrices(booklet: bytes) -> list[list[float]]:
    """Return every transformation on the sheets, six numbers each."""
    with pikepdf.open(BytesIO(booklet)) as pdf:
        steps = (step for page in pdf.pages for step in pikepdf.parse_content_stream(page))
        return [[float(value) for value in step.operands] for step in steps if str(step.operator) == "cm"]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_pages_of_each_side_sum_to_one_more_than_all(paper: Paper) -> None:
    sides = halves(make_booklet(finished(24), paper))
    assert sides[:4] == [(24, 1), (2, 23), (22, 3), (4, 21)]
    assert sides[-1] == (12, 13)
    assert [left + right for left, right in sides if left and right] == [25] * 12


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (4, [(4, 1), (2, 3)]),
        (3, [(3, 1), (2, None)]),
        (2, [(2, 1), (None, None)]),
        (1, [(1, None), (None, None)]),
        (5, [(5, 1), (2, None), (None, 3), (4, None)]),
        (6, [(6, 1), (2, None), (None, 3), (4, 5)]),
        (7, [(7, 1), (2, None), (6, 3), (4, 5)]),
    ],
)
def test_the_last_page_stays_last_and_blanks_go_before_it(
    pages: int, sides: Sequence[tuple[int | None, int | None]]
) -> None:
    assert halves(make_booklet(finished(pages), "a4")) == sides


def test_a_long_book_is_folded_in_signatures() -> None:
    sides = halves(make_booklet(finished(90), "a4"))
    assert signature_of(90) == 48
    assert len(sides) == 48
    assert sides[0] == (48, 1)
    assert sides[24] == (90, 49)
    assert sides[25] == (50, None)
    assert sides[47] == (72, 73)


def test_a_right_to_left_book_is_bound_on_the_right() -> None:
    assert halves(make_booklet(finished(4, lang="he-IL"), "a4")) == [(1, 4), (3, 2)]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_side_is_the_size_of_the_paper(paper: Paper) -> None:
    for side in pypdfium2.PdfDocument(make_booklet(finished(5), paper)):
        assert [length / MM for length in side.get_size()] == pytest.approx(PAPERS_MM[paper], abs=0.01)


def test_a5_keeps_its_size_on_a4() -> None:
    placed = matrices(make_booklet(finished(8), "a4"))
    assert [matrix[:4] for matrix in placed] == [[1, 0, 0, 1]] * 8
    assert {(round(x / MM, 2), y) for *_, x, y in placed} == {(0.5, 0), (148.5, 0)}


def test_a5_keeps_its_size_on_letter_where_its_margins_are_white() -> None:
    placed = matrices(make_booklet(finished(8, margin=11), "letter"))
    assert [matrix[:4] for matrix in placed] == [[1, 0, 0, 1]] * 8
    assert {(round(x / MM, 2), round(y / MM, 2)) for *_, x, y in placed} == {(-4.15, 2.95), (135.55, 2.95)}


def test_a5_shrinks_to_fit_letter_where_something_is_drawn_in_its_margins() -> None:
    placed = matrices(make_booklet(finished(8, margin=10), "letter"))
    assert all(matrix[1:3] == [0, 0] and matrix[0] == matrix[3] == placed[0][0] for matrix in placed)
    assert placed[0][0] == pytest.approx(139.7 / 148, abs=1e-5)
    assert {round(x / MM, 2) for *_, x, _ in placed} == {0, 139.7}
    assert halves(make_booklet(finished(8, margin=10), "letter"))[0] == (8, 1)


def test_larger_pages_shrink_and_smaller_ones_stay() -> None:
    assert matrices(make_booklet(finished(4, size=(210 * MM, 297 * MM)), "a4"))[0][0] == pytest.approx(
        148.5 / 210, abs=1e-4
    )
    assert matrices(make_booklet(finished(4, size=(105 * MM, 148 * MM)), "a4"))[0][:4] == [1, 0, 0, 1]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_file_is_sound(paper: Paper) -> None:
    with pikepdf.open(BytesIO(make_booklet(finished(7), paper))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert not pdf.is_linearized


def test_only_what_is_true_of_the_sheets_is_kept() -> None:
    with pikepdf.open(BytesIO(make_booklet(finished(7), "a4"))) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Lang", "/Metadata", "/ViewerPreferences"}
        assert pdf.Root.Lang == "en"
        assert pdf.docinfo.Title == "On Folding"
        assert pdf.Root.ViewerPreferences.Duplex == Name.DuplexFlipShortEdge
        assert pdf.Root.ViewerPreferences.PrintScaling == Name("/None")
        xmp = pdf.Root.Metadata.read_bytes()
        assert b"On Folding" in xmp
        assert not re.search(rb":(part|conformance)=", xmp)
        left = {"/StructParents", "/StructParent", "/Annots", "/Dest", "/Tabs"}
        mappings = (item for item in pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)))
        assert not [item for item in mappings if left & set(item.keys())]
        assert len([item for item in pdf.objects if getattr(item, "Type", None) == Name.Page]) == 4


def test_faces_are_stored_once() -> None:
    pdf = finished(24)
    booklet = make_booklet(pdf, "a4")
    with pikepdf.open(BytesIO(booklet)) as book:
        kinds = [item.get("/Type") for item in book.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream))]
    assert kinds.count(Name.Font) == 1
    assert kinds.count(Name.FontFile) == 1
    assert len(booklet) < len(pdf)


def test_the_same_pages_give_the_same_bytes_everywhere(tmp_path: Path) -> None:
    pdf = finished(7)
    (tmp_path / "book.pdf").write_bytes(pdf)
    code = (
        "import sys, pathlib, edition.booklet as b; "
        "sys.stdout.buffer.write(b.make_booklet(pathlib.Path('book.pdf').read_bytes(), 'letter'))"
    )
    place = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "PYTHONPATH": str(Path(__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=os.environ | place, capture_output=True, check=True
    )
    assert run.stdout == make_booklet(pdf, "letter")


def test_what_is_no_pdf_is_refused() -> None:
    empty = BytesIO()
    pikepdf.new().save(empty)
    with pytest.raises(TypesetError, match="has no pages"):
        make_booklet(empty.getvalue(), "a4")
    for data in (b"", b"%PDF-1.7\nnothing", b"words"):
        with pytest.raises(TypesetError, match="the PDF is damaged"):
            make_booklet(data, "a4")


def instructions(pages: int, slug: str) -> str:
    return explain(Work(slug, pages, "en", FORMATS["a5"]))[f"{slug}-printing.txt"].decode()


def draw_booklet(pages: int, language: str) -> str:
    return explain(Work("book", pages, language, FORMATS["a5"]))["book-sheets.svg"].decode()


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_fronts_and_backs_alone_are_the_whole_booklet(paper: Paper) -> None:
    booklet = make_booklet(finished(20), paper)
    fronts, backs = (halves(make_half(booklet, side)) for side in SIDES)
    assert [side for sheet in zip(fronts, backs, strict=True) for side in sheet] == halves(booklet)
    assert halves(make_half(booklet, "backs", backwards=True)) == backs[::-1]


def test_the_instructions_name_the_fronts_and_backs_that_there_are() -> None:
    work = Work("on-folding", 24, "en", FORMATS["a5"], ("backs",))
    made = explain(work)
    text = made["on-folding-printing.txt"].decode()
    assert "on-folding-booklet-a4-backs.pdf" in text
    assert "fronts.pdf" not in text
    assert "print the file of the fronts" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_instructions_count_what_is_printed() -> None:
    text = instructions(21, "on-folding")
    assert "on-folding-booklet-a4.pdf" in text
    assert "on-folding-booklet-letter.pdf" in text
    assert "6 sheets, printed on both sides" in text
    assert "21, and 3 blank before the last one" in text
    assert "flip on the SHORT edge" in text
    assert "STAPLE" in text
    assert "blank" not in instructions(24, "on-folding")
    assert "1 sheet, printed" in instructions(1, "on-folding")
    assert "too thick for most staplers" in instructions(80, "on-folding")


def test_the_instructions_for_a_long_book_name_its_signatures() -> None:
    text = instructions(130, "on-folding")
    assert "33 sheets" in text
    assert "3 bundles (signatures) of 11 sheets each" in text
    assert "Sheets 1 to 11 are the first bundle, 12 to 22 the second, and so on." in text
    assert "STAPLE" not in text


@pytest.mark.parametrize("pages", [1, 24, 64, 80, 82, 500])
def test_the_instructions_fit_one_page_of_plain_text(pages: int) -> None:
    text = instructions(pages, "on-folding")
    assert text.isascii()
    assert text.endswith(".\n")
    assert len(text.splitlines()) <= 60
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"[ \t]$|\n\n\n", text, re.MULTILINE)


def test_the_picture_shows_the_pages_as_the_booklet_has_them() -> None:
    picture = draw_booklet(10, "en-GB")
    assert re.findall(r"<text[^>]*>(\d+)</text>", picture) == ["10", "1", "2", "3", "4", "9", "8", "5", "6", "7"]
    assert picture.count("front</text>") == picture.count("back</text>") == 3
    right = re.findall(r"<text[^>]*>(\d+)</text>", draw_booklet(8, "he"))
    assert right[:2] == ["1", "8"]
