"""Sheets back to pages: every scheme, flip and binding; blanks; what is not sure is refused, never guessed."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Name

from edition.errors import EditionError, SourceError
from edition.formes import Measures
from edition.imposer import Job, impose_pages
from edition.paper import read_paper
from edition.qpdf import save
from edition.signatures import IMPOSED, REPEATS, Fold
from edition.unimposer import Blanks, Unimposed, read_sheets, unimpose_sheets
from edition.ways import Known
from tests.printed import A5, A6, MM, alike, pictures, printed, texts


def sheets_of(pages: bytes, job: Job) -> bytes:
    with pikepdf.open(BytesIO(pages)) as book:
        impose_pages(book, job)
        out = BytesIO()
        save(book, out)
    return out.getvalue()


def undone(
    sheets: bytes, known: Known | None = None, blanks: Blanks = "padding", count: int | None = None
) -> tuple[bytes, Unimposed]:
    with pikepdf.open(BytesIO(sheets)) as book:
        found = read_sheets("sheets.pdf", sheets, known or Known(), len(book.pages))
        done = unimpose_sheets(book, sheets, found, blanks, count)
        out = BytesIO()
        save(book, out)
    return out.getvalue(), done


def assert_same(back: bytes, pages: bytes) -> None:
    assert texts(back) == texts(pages)
    assert all(alike(one, other) for one, other in zip(pictures(pages), pictures(back), strict=True))


@pytest.mark.parametrize("scheme", [name for name in IMPOSED if name not in REPEATS])
def test_the_order_is_found_from_the_text_where_there_are_no_folios(scheme: str) -> None:
    pages = printed(16, A6, folios=False)
    back, done = undone(sheets_of(pages, Job(Fold(scheme))))
    assert_same(back, pages)
    assert done.confidence >= 0.8
    assert bool(done.rivals) == (done.confidence < 0.98)


@pytest.mark.parametrize(
    ("fold", "flip", "count"),
    [
        (Fold("2up", cover=True), "long", 13),
        (Fold("2up", 8, cover=True), "short", 30),
        (Fold("2up", right_bound=True), "short", 14),
        (Fold("2up", flyleaves=1), "short", 12),
        (Fold("2x4x1", cover=True), "short", 15),
        (Fold("1x8x2"), "long", 27),
        (Fold("4up", 8), "long", 24),
    ],
)
def test_blanks_flips_and_bindings(fold: Fold, flip: str, count: int) -> None:
    pages = printed(count, A6)
    sheets = sheets_of(pages, Job(fold, flip=flip))
    back, _ = undone(sheets, blanks="drop")
    assert_same(back, pages)


def test_blanks_are_dropped_kept_or_counted_and_named() -> None:
    pages = printed(13, A6, blank=(2,))
    sheets = sheets_of(pages, Job(Fold(cover=True)))
    back, done = undone(sheets)
    assert (done.pages, done.dropped, done.kept) == (13, (13, 14, 15), (2,))
    assert_same(back, pages)
    assert undone(sheets, blanks="keep")[1].kept == (2, 13, 14, 15)
    assert undone(sheets, blanks="drop")[1].dropped == (2, 13, 14, 15)
    assert undone(sheets, count=14)[1].dropped == (14, 15)
    with pytest.raises(EditionError, match="would have to be blank"):
        undone(sheets, count=8)
    with pytest.raises(EditionError, match="the sheets hold 16 pages, not 40"):
        undone(sheets, count=40)


def test_pages_have_their_folios_as_labels() -> None:
    pages = printed(12, A6, first=-1)
    back, _ = undone(sheets_of(pages, Job()))
    with pypdfium2.PdfDocument(back) as document:
        labels = [document.get_page_label(number) for number in range(len(document))]
    assert labels == ["i", "ii", *map(str, range(1, 11))]


def test_only_what_stands_on_a_page_comes_along() -> None:
    pages = printed(8, A6)
    back, _ = undone(sheets_of(pages, Job(Fold("2x4x1"))))
    with pypdfium2.PdfDocument(back) as document, pypdfium2.PdfDocument(pages) as original:
        for number in range(8):
            assert document[number].get_textpage().count_chars() == original[number].get_textpage().count_chars()


def test_sheets_that_lie_sideways_are_turned() -> None:
    pages = printed(8, A5)
    with pikepdf.open(BytesIO(sheets_of(pages, Job()))) as book:
        for page in book.pages:
            page.Rotate = 90
        out = BytesIO()
        book.save(out)
    back, _ = undone(out.getvalue())
    assert_same(back, pages)


def test_larger_paper_is_trimmed_to_the_pages() -> None:
    pages = printed(8, A5)
    sheets = sheets_of(pages, Job(measures=Measures(read_paper("a3"))))
    back, _ = undone(sheets)
    assert_same(back, pages)


def test_sheets_in_another_order_are_put_right() -> None:
    pages = printed(24, A6)
    with pikepdf.open(BytesIO(sheets_of(pages, Job()))) as book:
        book.pages.reverse()
        out = BytesIO()
        book.save(out)
    back, done = undone(out.getvalue())
    assert done.way.order == "last-side-first"
    assert_same(back, pages)


def test_what_has_no_text_is_undone_as_told() -> None:
    pages = printed(8, A6)
    book = pikepdf.open(BytesIO(pages))
    for number, page in enumerate(book.pages, 1):
        page.Contents = book.make_stream(f"0 0 {number * 10} {number * 15} re f".encode())
    out = BytesIO()
    book.save(out)
    for scheme, turn in (("2up", None), ("2x4x1", None), ("1repeat4", None)):
        sheets = sheets_of(out.getvalue(), Job(Fold(scheme), flip=turn))
        with pytest.raises(SourceError, match="no text"):
            undone(sheets)
        back, done = undone(sheets, Known(scheme))
        assert done.pages == 8
        assert all(alike(a, b) for a, b in zip(pictures(out.getvalue()), pictures(back), strict=True))


def test_an_order_that_is_not_sure_is_refused_and_the_likeliest_named() -> None:
    pages = printed(16, A6, folios=False)
    with pikepdf.open(BytesIO(pages)) as book:
        # Every page says the same: nothing tells one order from another.
        for page in book.pages:
            words = b"BT /F1 10 Tf 40 300 Td (The lamp was lit.) Tj ET"
            page.Contents = book.make_stream(words + b" %d 20 30 30 re f" % 20)
        out = BytesIO()
        book.save(out)
    sheets = sheets_of(out.getvalue(), Job())
    with pytest.raises(EditionError, match=r"is not sure|no scheme known|nothing to cut"):
        undone(sheets)
    assert undone(sheets, Known("2up", 0, "as-printed", right_bound=False))[1].pages == 16


@pytest.mark.xfail(strict=True, reason="without folios, pages that read on by chance over the gap do not show it")
def test_a_missing_sheet_is_not_papered_over() -> None:
    pages = printed(24, A6, folios=False)
    with pikepdf.open(BytesIO(sheets_of(pages, Job()))) as book:
        del book.pages[4:6]
        out = BytesIO()
        book.save(out)
    with pytest.raises(EditionError, match=r"is not sure|no scheme known"):
        undone(out.getvalue())


def test_a_missing_sheet_does_not_hinder_pages_with_folios() -> None:
    pages = printed(24, A6)
    with pikepdf.open(BytesIO(sheets_of(pages, Job()))) as book:
        del book.pages[4:6]
        out = BytesIO()
        book.save(out)
    back, done = undone(out.getvalue())
    assert texts(back) == [text for number, text in enumerate(texts(pages), 1) if number not in (5, 6, 19, 20)]
    assert done.way.scheme == "folios"
    assert done.missing == (5, 6, 19, 20)
    with pypdfium2.PdfDocument(back) as document:
        assert [document.get_page_label(number) for number in (3, 4, 15, 16)] == ["4", "7", "18", "21"]


def test_single_pages_are_nothing_to_cut() -> None:
    with pytest.raises(EditionError, match=r"there is nothing to cut|is not sure"):
        undone(printed(1, A5))
    with pytest.raises(EditionError, match=r"is unknown\. Known are: none, 2up"):
        undone(printed(2), Known("3up"))


def test_creep_does_not_confuse_the_way_back() -> None:
    pages = printed(40, A5)
    sheets = sheets_of(pages, Job(Fold(signature=20), Measures(creep=0.1 * MM)))
    back, done = undone(sheets)
    assert (done.way.scheme, done.way.signature) == ("2up", 20)
    assert texts(back) == texts(pages)


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = sheets_of(printed(8, A6), Job(Fold("2x4x1")))
    assert undone(sheets)[0] == undone(sheets)[0]


def test_what_is_written_is_sound() -> None:
    back, _ = undone(sheets_of(printed(8, A6), Job(Fold("ea4x4"))))
    with pikepdf.open(BytesIO(back)) as book:
        assert book.check_pdf_syntax() == []
        assert set(book.Root.keys()) == {"/Type", "/Pages", "/PageLabels"}
        assert all(isinstance(page.MediaBox, Array) and Name.Rotate not in page.obj for page in book.pages)
