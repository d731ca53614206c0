"""How to print and fold, as a page: all its words and its sheets are on it, beside each other and nothing over it."""

import re
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from edition import assets
from edition.checkers import fonts, verapdf
from edition.formes import Measures, set_forme
from edition.instructions import Sheetwork, instruct
from edition.leaflet import ASIDE, FACE, HEIGHT, LEFT, SIZE, WIDTH, make_leaflet, quoted
from edition.signatures import IMPOSED, Fold, flip_of, make_plan
from edition.truetype import read_face
from tests.printed import A5, texts


def leaflet(scheme: str, pages: int, name: str = "zine") -> tuple[Sheetwork, bytes]:
    plan = make_plan(pages, Fold(scheme))
    forme = set_forme(plan, [A5] * pages, Measures())
    flip = None if plan.one_sided else flip_of(plan, landscape=forme.landscape)
    files = tuple((f"{name}-booklet-letter{part}.pdf", "the sheets") for part in ("", "-fronts", "-backs"))
    work = Sheetwork(name, files, plan, flip, forme.landscape, separate=True)
    return work, make_leaflet(work, forme)


@pytest.mark.parametrize("scheme", IMPOSED)
@pytest.mark.parametrize("pages", [1, 24, 200])
def test_one_page_holds_the_words_and_the_first_sheets(scheme: str, pages: int) -> None:
    work, pdf = leaflet(scheme, pages)
    (text,) = texts(pdf)
    words = "\n".join(quoted(instruct(work).split("\n"), 0)).split()
    assert text.split()[: len(words)] == words
    assert "sheet 1" in text.partition(" ".join(words))[2]
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        (page,) = document
        for item in page.get_objects():
            left, bottom, right, top = item.get_bounds()
            assert left >= LEFT - 1
            assert bottom >= 30
            assert right <= WIDTH - 30
            assert top <= HEIGHT - 25
            if item.type == FPDF_PAGEOBJ_TEXT and item.get_font_size() == pytest.approx(SIZE) and left < ASIDE - 40:
                assert right < ASIDE


def test_every_sheet_is_drawn_where_there_is_room_and_otherwise_said_to_follow() -> None:
    _, pdf = leaflet("2up", 24)
    (text,) = texts(pdf)
    assert set(map(str, range(1, 25))) <= set(text.split())
    assert "and so on" not in text
    (text,) = texts(leaflet("2up", 200)[1])
    assert text.endswith("and so on, to sheet 50")


def test_a_name_in_another_script_leaves_the_page_whole() -> None:
    work, pdf = leaflet("2up", 8, "λύχνος (1)")
    (text,) = texts(pdf)
    assert text.split()[-1].isdigit()
    assert "(1)" in text
    assert leaflet("2up", 8, "λύχνος (1)")[1] == pdf
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        assert document.get_metadata_value("Title") == f"HOW TO PRINT AND FOLD {work.name}"


def test_every_word_is_tagged_in_the_order_of_reading_and_the_sheets_are_told() -> None:
    """A list has its labels, a figure its words, and nothing is drawn outside the tags."""
    work, data = leaflet("2up", 24)
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        (top,) = tree.K
        tags = [str(one.S) for one in top.K]
        assert tags[:5] == ["/H1", "/P", "/P", "/P", "/H2"]
        (steps,) = (one for one in top.K if one.S == "/L")
        assert [[str(part.S) for part in item.K] for item in steps.K] == [["/Lbl", "/LBody"]] * 3
        told = [str(one.Alt) for one in top.K if one.S == "/Figure"]
        assert told[:2] == ["sheet 1, front: page 24, page 1", "sheet 1, back: page 2, page 23"]
        assert len(told) == len(work.plan.sides)
        owners = tree.ParentTree.Nums[1]
        content = pdf.pages[0].Contents.read_bytes()
        assert content.count(b"BDC") == content.count(b"EMC") == len(owners)
        assert not re.sub(rb"(?s)/\w+ <<.*?EMC", b"", content).strip()
        assert [int(owner.K[0]) for owner in owners] == list(range(len(owners)))
        assert pdf.Root.Lang == "en"


def test_letters_that_the_face_lacks_are_said() -> None:
    with pikepdf.open(BytesIO(leaflet("2up", 8, "λύχνος")[1])) as pdf:
        first = pdf.Root.StructTreeRoot.K[0].K[0]
        assert first.ActualText == "HOW TO PRINT AND FOLD λύχνος"


def test_it_passes_what_books_pass(tmp_path: Path) -> None:
    for number, scheme in enumerate(("2up", "1x8x2", "onepagezine")):
        (tmp_path / f"{number}.pdf").write_bytes(leaflet(scheme, 8, "λύχνος (1) & <b>")[1])
    found = list(verapdf(sorted(tmp_path.glob("*.pdf"))))
    assert len(found) == 3
    assert not [one for one in found if one.state == "FAILED"]
    assert not [one for one in map(fonts, sorted(tmp_path.glob("*.pdf"))) if one.state == "FAILED"]


def test_the_face_is_the_text_face_cut() -> None:
    face = read_face(assets.path(FACE).read_bytes())
    with TTFont(assets.path("fonts/EBGaramond-Regular.ttf")) as whole, TTFont(assets.path(FACE)) as cut:
        names, glyphs, others = cut.getBestCmap(), cut.getGlyphSet(), whole.getGlyphSet()
        for code, name in whole.getBestCmap().items():
            if code in names:
                mine, theirs = DecomposingRecordingPen(glyphs), DecomposingRecordingPen(others)
                glyphs[names[code]].draw(mine)
                others[name].draw(theirs)
                assert mine.value == theirs.value
                assert face.widths[chr(code)] == round(whole["hmtx"][name][0] * 1000 / whole["head"].unitsPerEm)
        assert set(face.widths) == set(map(chr, names))
    assert set(bytes(range(32, 127)).decode()) <= set(face.widths)
    assert face.measure("12", 10) == pytest.approx(sum(face.widths[figure] for figure in "12") / 100)
