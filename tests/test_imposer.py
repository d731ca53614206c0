"""Imposed sheets as a reader of the paper finds them: places, creep in millimetres, marks, and any PDF there is."""

import re
from contextlib import closing
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from edition.errors import EditionError
from edition.formes import Measures, Scale
from edition.imposer import Imposed, Job, impose_pages, keep_sides
from edition.marks import MARKS
from edition.paper import read_paper
from edition.qpdf import save
from edition.signatures import IMPOSED, Fold
from tests.printed import A5, A6, MM, alike, pictures, printed, texts


def imposed(data: bytes, job: Job | None = None) -> tuple[bytes, Imposed]:
    with pikepdf.open(BytesIO(data)) as book:
        done = impose_pages(book, job or Job())
        out = BytesIO()
        save(book, out)
    return out.getvalue(), done


def bars(data: bytes, side: int) -> list[tuple[float, float, float, float]]:
    """Return the black bars of a side, which stand in the pages' upper left corners, in mm from the lower left."""
    found = []
    with closing(pypdfium2.PdfDocument(data)) as document:
        for item in document[side].get_objects(max_depth=3):
            if item.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH and item.container is not None:
                left, bottom, right, top = item.get_bounds()
                box = item.container.get_matrix().on_rect(left, bottom, right, top)
                found.append(tuple(round(edge / MM, 3) for edge in box))
    return found


def places(data: bytes) -> list[list[tuple[float, float]]]:
    """Return for each side what its forms' matrices move by, in mm."""
    found = []
    with pikepdf.open(BytesIO(data)) as book:
        for page in book.pages:
            moves = [i.operands for i in pikepdf.parse_content_stream(page) if str(i.operator) == "cm"]
            found.append([(round(float(m[4]) / MM, 3), round(float(m[5]) / MM, 3)) for m in moves])
    return found


def test_pages_stand_at_the_fold_in_the_middle_of_the_paper() -> None:
    sheets, done = imposed(printed(8), Job(measures=Measures(read_paper("sra4"))))
    assert done.flip == "short"
    assert {x for side in places(sheets) for x, _ in side} == {160 - 148, 160}
    assert {y for side in places(sheets) for _, y in side} == {7.5}
    with pikepdf.open(BytesIO(sheets)) as book:
        trim = [float(edge) / MM for edge in book.pages[0].TrimBox]
        assert trim == pytest.approx([12, 7.5, 308, 217.5], abs=0.01)


@pytest.mark.parametrize("sheets", [2, 5, 10])
def test_creep_moves_each_sheet_towards_the_fold_by_the_papers_thickness(sheets: int) -> None:
    thickness = 0.13
    sheets_pdf, _ = imposed(printed(4 * sheets), Job(measures=Measures(creep=thickness * MM)))
    plain, _ = imposed(printed(4 * sheets))
    for number, (crept, straight) in enumerate(zip(places(sheets_pdf), places(plain), strict=True)):
        shift = number // 2 * thickness
        moved = [round(a[0] - b[0], 3) for a, b in zip(crept, straight, strict=True)]
        assert moved == pytest.approx([shift, -shift], abs=0.002)


def test_creep_is_seen_where_the_ink_is_and_never_crosses_the_fold() -> None:
    sheets, _ = imposed(printed(20), Job(measures=Measures(read_paper("a4"), creep=0.5 * MM)))
    ink = [pictures(sheets, scale=4)[side].point(lambda value: 255 * (value < 128)) for side in (0, 8)]
    outer, inner = (picture.crop((0, 0, picture.width // 2, 240)).getbbox() for picture in ink)
    assert outer
    assert inner
    # Four sheets of half a millimetre lie outside the inner one: the bar stands 2 mm further right.
    assert (inner[0] - outer[0]) / 4 / MM == pytest.approx(2.0, abs=0.1)
    with pikepdf.open(BytesIO(sheets)) as book:
        for side, page in enumerate(book.pages):
            for form in page.Resources.XObject.values():
                width = float(form.BBox[2]) - float(form.BBox[0])
                assert width / MM == pytest.approx(148 - side // 2 * 0.5, abs=0.01)


def test_creep_of_a_sheet_that_is_folded_twice() -> None:
    crept, _ = imposed(printed(8, A6), Job(Fold("2x4x1"), Measures(creep=1 * MM)))
    plain, _ = imposed(printed(8, A6), Job(Fold("2x4x1")))
    moved = [
        [round(a[0] - b[0], 2) for a, b in zip(one, other, strict=True)]
        for one, other in zip(places(crept), places(plain), strict=True)
    ]
    # 5r 4r // 8 1 and 3r 6r // 2 7: the pages 3 to 6 lie inside and go to the fold, the others stay.
    assert moved == [[1, -1, 0, 0], [1, -1, 0, 0]]


@pytest.mark.parametrize(
    ("paper", "scale", "factor"),
    [("a4", "shrink", 0.7071), ("a4", 0.5, 0.5), ("a3", "keep", 1.0), ("a2", "fit", 1.4142)],
)
def test_pages_are_scaled_only_when_asked(paper: str, scale: Scale | float, factor: float) -> None:
    a4 = printed(4, read_paper("a4"))
    _, done = imposed(a4, Job(measures=Measures(read_paper(paper), scale)))
    assert done.forme.factors == pytest.approx([factor] * 4, abs=0.001)


def test_pages_that_do_not_fit_are_refused_in_millimetres() -> None:
    a4 = printed(4, read_paper("a4"))
    with pytest.raises(EditionError, match=re.escape("The pages are A4, 210 × 297 mm; they do not fit 2 across")):
        imposed(a4, Job(measures=Measures(read_paper("a4"))))
    with pytest.raises(EditionError, match="no room for pages"):
        imposed(a4, Job(measures=Measures(read_paper("15x15"), "shrink"), marks=frozenset({"crop"})))
    mixed = pikepdf.open(BytesIO(printed(3)))
    mixed.pages[1].MediaBox = Array([0, 0, 600, 420])
    out = BytesIO()
    mixed.save(out)
    with pytest.raises(EditionError, match=r"Page 2 is .* it does not fit"):
        imposed(out.getvalue(), Job(measures=Measures(read_paper("a4"))))


def test_the_usual_paper_is_taken_where_it_hardly_differs() -> None:
    assert imposed(printed(4))[1].forme.sheet == pytest.approx(read_paper("a4")[::-1])
    assert imposed(printed(4, (100 * MM, 100 * MM)))[1].forme.sheet == pytest.approx((200 * MM, 100 * MM))


@pytest.mark.parametrize("scheme", IMPOSED)
def test_every_scheme_prints_every_word(scheme: str) -> None:
    pages = printed(11, A6)
    sheets, done = imposed(pages, Job(Fold(scheme)))
    printed_words = sorted(" ".join(texts(sheets)).split())
    times = done.plan.rows * done.plan.columns if scheme.startswith("1repeat") else 1
    assert printed_words == sorted(" ".join(texts(pages)).split() * times)


def test_the_same_pages_give_the_same_bytes() -> None:
    job = Job(Fold("2x4x1"), Measures(bleed=3 * MM, creep=0.2), marks=frozenset(MARKS))
    assert imposed(printed(9), job)[0] == imposed(printed(9), job)[0]


def strange(kind: str) -> bytes:
    """Return a PDF of eight pages, odd in one way, that shows what the plain one shows."""
    book = pikepdf.open(BytesIO(printed(8)))
    for number, page in enumerate(book.pages):
        width, height = A5
        match kind:
            case "offset":
                move = book.make_stream(b"q 1 0 0 1 -300 700 cm\n")
                page.Contents = Array([move, page.Contents, book.make_stream(b"\nQ")])
                page.MediaBox = Array([-400, 600, 900, 2000])
                page.CropBox = Array([-300, 700, -300 + width, 700 + height])
            case "backwards":
                page.MediaBox = Array([width, height, 0, 0])
            case "outside":
                page.CropBox = Array([-50, -50, width + 50, height + 50])
            case "rotated":
                turn = (90, 180, 270, -90)[number % 4]
                matrix = {
                    90: f"0 1 -1 0 {height} 0",
                    180: f"-1 0 0 -1 {width} {height}",
                    270: f"0 -1 1 0 0 {width}",
                }[turn % 360]
                head = book.make_stream(f"q {matrix} cm\n".encode())
                page.Contents = Array([head, page.Contents, book.make_stream(b"\nQ")])
                page.MediaBox = Array([0, 0, height, width] if turn % 180 else [0, 0, width, height])
                page.Rotate = turn
            case "unit":
                head = book.make_stream(b"q 0.5 0 0 0.5 0 0 cm\n")
                page.Contents = Array([head, page.Contents, book.make_stream(b"\nQ")])
                page.MediaBox = Array([0, 0, width / 2, height / 2])
                page.UserUnit = 2
            case "inherited":
                book.Root.Pages.MediaBox = page.MediaBox
                book.Root.Pages.Resources = page.Resources
                del page.obj["/MediaBox"], page.obj["/Resources"]
            case "trimmed":
                move = book.make_stream(b"q 1 0 0 1 30 30 cm 1 0 0 rg -20 -20 15 15 re f 0 g\n")
                page.Contents = Array([move, page.Contents, book.make_stream(b"\nQ")])
                page.MediaBox = Array([0, 0, width + 60, height + 60])
                page.TrimBox = Array([30, 30, 30 + width, 30 + height])
            case _:
                raise AssertionError(kind)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("scheme", ["2up", "2x4x1"])
@pytest.mark.parametrize("kind", ["offset", "backwards", "outside", "rotated", "unit", "inherited", "trimmed"])
def test_strange_boxes_and_turns_print_the_same(kind: str, scheme: str) -> None:
    plain, _ = imposed(printed(8), Job(Fold(scheme)))
    odd, done = imposed(strange(kind), Job(Fold(scheme)))
    assert done.sizes[0] == pytest.approx(A5, abs=0.01)
    assert all(alike(one, other) for one, other in zip(pictures(plain), pictures(odd), strict=True))
    assert texts(odd) == texts(plain)


def test_pictures_that_differ_are_told_apart() -> None:
    """Without this, the tests above could not fail."""
    one, other = pictures(printed(2))
    assert not alike(one, other)
    assert not alike(one, one.rotate(180))


def test_pages_that_share_their_content_are_printed_each() -> None:
    book = pikepdf.open(BytesIO(printed(4)))
    for page in book.pages[1:]:
        page.Contents = book.pages[0].Contents
    out = BytesIO()
    book.save(out)
    sheets, _ = imposed(out.getvalue())
    words = texts(out.getvalue())[0].split()
    assert sorted(" ".join(texts(sheets)).split()) == sorted(words * 4)


def test_sides_laid_out_alike_share_one_content_and_impose_again() -> None:
    data = printed(16)
    sheets, _ = imposed(data)
    with pikepdf.open(BytesIO(sheets)) as book:
        assert len({page.Contents.objgen for page in book.pages}) == 1
    crept, _ = imposed(data, Job(measures=Measures(creep=0.1 * MM)))
    with pikepdf.open(BytesIO(crept)) as book:
        assert len({page.Contents.objgen for page in book.pages}) == 4
    again, _ = imposed(sheets)
    assert sorted(" ".join(texts(again)).split()) == sorted(" ".join(texts(data)).split())


def test_what_annotations_and_fields_show_is_printed_and_links_are_counted() -> None:
    book = pikepdf.open(BytesIO(printed(4)))
    look = book.make_stream(b"0 0 60 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 60, 20])
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[200, 200, 260, 220], F=4, AP=Dictionary(N=look))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[9, 9, 20, 20])
    book.pages[0].Annots = Array([book.make_indirect(stamp), link])
    out = BytesIO()
    book.save(out)
    plain, _ = imposed(printed(4))
    sheets, done = imposed(out.getvalue())
    assert done.links == 1
    before, after = pictures(plain)[0], pictures(sheets)[0]
    x, y = int(read_paper("a4")[1] / 2 + 230), int(A5[1] - 210)
    assert before.getpixel((x, y)) != after.getpixel((x, y)) == 0


def test_hidden_layers_stay_hidden() -> None:
    book = pikepdf.open(BytesIO(printed(4)))
    layer = book.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
    book.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer], Order=[]))
    page = book.pages[0]
    page.Resources = Dictionary(Font=page.Resources.Font, Properties=Dictionary(Draft=layer))
    page.contents_add(b"/OC /Draft BDC 0 0 400 500 re f EMC")
    out = BytesIO()
    book.save(out)
    assert alike(pictures(imposed(out.getvalue())[0])[0], pictures(imposed(printed(4))[0])[0])


def test_streams_are_not_encoded_again() -> None:
    data = printed(4)
    with pikepdf.open(BytesIO(data)) as book:
        before = {page.Contents.read_raw_bytes() for page in book.pages}
    with pikepdf.open(BytesIO(imposed(data)[0])) as book:
        after = {form.read_raw_bytes() for page in book.pages for form in page.Resources.XObject.values()}
    assert after == before


def test_bleed_is_printed_over_the_edges_that_are_cut_and_never_over_the_fold() -> None:
    book = pikepdf.open(BytesIO(printed(4)))
    width, height = A5
    for page in book.pages:
        page.Contents = book.make_stream(b"0.5 g -20 -20 900 900 re f")
        page.MediaBox = Array([-20, -20, width + 20, height + 20])
        page.TrimBox = Array([0, 0, width, height])
    out = BytesIO()
    book.save(out)
    paper = Measures(read_paper("a3"), bleed=3 * MM)
    sheets, done = imposed(out.getvalue(), Job(measures=paper, marks=frozenset({"crop"})))
    picture = pictures(sheets, scale=2)[0].point(lambda value: 255 * (100 < value < 160))
    left, top, right, bottom = (edge / 2 / MM for edge in picture.getbbox())
    assert right - left == pytest.approx(296 + 6, abs=0.4)
    assert bottom - top == pytest.approx(210 + 6, abs=0.4)
    with pikepdf.open(BytesIO(sheets)) as laid:
        for form in laid.pages[0].Resources.XObject.values():
            assert (float(form.BBox[2]) - float(form.BBox[0])) / MM == pytest.approx(148 + 3, abs=0.01)
    block = done.forme.block
    assert (block[2] - block[0]) / MM == pytest.approx(296)


def test_marks_stand_outside_the_pages_and_want_room() -> None:
    sheets, done = imposed(printed(8), Job(marks=frozenset({"crop", "fold"})))
    left, _, right, _ = done.forme.block
    picture = pictures(sheets, scale=2)[0].point(lambda value: 255 * (value < 200))
    height = picture.height
    for box in ((0, 0, 2 * left - 2, height), (2 * right + 2, 0, picture.width, height)):
        assert picture.crop(tuple(map(int, box))).getbbox()
    assert done.forme.sheet[0] > right - left + 12 * MM
    with pytest.raises(EditionError, match="do not fit"):
        imposed(printed(8), Job(measures=Measures(read_paper("a4")), marks=frozenset({"crop"})))
    with pytest.raises(EditionError, match="has no fold for sewing marks"):
        imposed(printed(8), Job(Fold("2side"), marks=frozenset({"sewing"})))


def test_collation_marks_step_down_from_signature_to_signature() -> None:
    sheets, done = imposed(printed(32), Job(Fold(signature=8), marks=frozenset({"collation"})))
    found = []
    with pikepdf.open(BytesIO(sheets)) as book:
        for number, page in enumerate(book.pages):
            drawn = [i.operands for i in pikepdf.parse_content_stream(page) if str(i.operator) == "re"]
            found += [(number, float(bar[0]) + float(bar[2]) / 2, float(bar[1])) for bar in drawn]
    assert [number for number, *_ in found] == [0, 4, 8, 12]
    middle = done.forme.sheet[0] / 2
    assert [x for _, x, _ in found] == pytest.approx([middle] * 4, abs=0.01)
    steps = [one[2] - other[2] for one, other in pairwise(found)]
    assert steps == pytest.approx([5 * MM] * 3, abs=0.01)


def test_sewing_marks_stand_on_the_innermost_fold() -> None:
    sheets, _ = imposed(printed(16), Job(Fold(signature=8), marks=frozenset({"sewing"})))
    with pikepdf.open(BytesIO(sheets)) as book:
        lines = [sum(str(i.operator) == "S" for i in pikepdf.parse_content_stream(page)) for page in book.pages]
    assert lines == [0, 0, 0, 3, 0, 0, 0, 3]


def test_fronts_and_backs_alone() -> None:
    sheets, _ = imposed(printed(8))
    every = texts(sheets)
    for parity in (0, 1):
        with pikepdf.open(BytesIO(sheets)) as book:
            keep_sides(book, parity)
            out = BytesIO()
            save(book, out)
        assert texts(out.getvalue()) == every[parity::2]


def test_the_viewer_is_told_how_to_print() -> None:
    for scheme, flip, wanted in (
        ("2up", None, Name.DuplexFlipShortEdge),
        ("2up", "long", Name.DuplexFlipLongEdge),
        ("onepagezine", None, Name.Simplex),
    ):
        sheets, _ = imposed(printed(8), Job(Fold(scheme), flip=flip))
        with pikepdf.open(BytesIO(sheets)) as book:
            assert book.Root.ViewerPreferences.Duplex == wanted
            assert book.check_pdf_syntax() == []


def test_flipping_on_the_other_edge_turns_the_backs() -> None:
    short, long = (pictures(imposed(printed(8), Job(flip=flip))[0]) for flip in ("short", "long"))
    for number, (one, other) in enumerate(zip(short, long, strict=True)):
        assert alike(one, other.rotate(180) if number % 2 else other)


def test_a_pdf_without_pages_is_refused() -> None:
    empty = BytesIO()
    pikepdf.new().save(empty)
    with pytest.raises(EditionError, match="has no pages"):
        imposed(empty.getvalue())
