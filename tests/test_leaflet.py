"""How to print and fold, as a page: all its words and its sheets are on it, beside each other and nothing over it."""

from contextlib import closing

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from edition.formes import Measures, set_forme
from edition.instructions import Sheetwork, instruct
from edition.leaflet import ASIDE, HEIGHT, LEFT, SIZE, WIDTH, make_leaflet
from edition.signatures import IMPOSED, Fold, flip_of, make_plan
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
    words = instruct(work).split()
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
