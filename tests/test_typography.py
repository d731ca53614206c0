"""What the type of a PDF tells, in the ways other programs set it: labels, endnotes, lists, tables, verse, heads."""

import io

import pikepdf
import pytest

from edition.book import Book
from edition.document import Document, Heading, inlines_of, notes_of, plain
from edition.furniture import find_furniture
from edition.margins import number_of
from edition.restore import restore
from edition.source import Source, decode
from tests.test_pdfsource import Place, chapter, flow, fragments, impose, prose, read, typeset

BODY = "".join(f"<p>{prose(n, 50)}</p>" for n in range(4))


def replaced(data: bytes) -> bytes:
    """Return the PDF with each hyphen at a line end said to be a soft one, as Typst says it."""
    with pikepdf.open(io.BytesIO(data)) as book:
        for page in book.pages:
            stream = (
                b"".join(part.read_bytes() for part in page.Contents)
                if isinstance(page.Contents, pikepdf.Array)
                else page.Contents.read_bytes()
            )
            page.Contents = book.make_stream(b"/Span <</ActualText (was said)>> BDC " + stream + b" EMC")
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()


def test_what_replaces_glyphs_stands_where_they_do_on_a_sheet_too() -> None:
    given = typeset("<p>Alone", "@page { @bottom-center { content: none } }")
    sheet = impose(replaced(given), [[[None, Place(0)]]])
    source = decode("zine.pdf", sheet)
    layout = source.layout
    assert layout is not None
    alone = decode("zine.pdf", given).layout
    assert alone is not None
    side, box = layout.locate(source.text.index("was said"))
    width = layout.sheets[0].width / 2
    assert side == 0
    assert box[0] - width == pytest.approx(alone.locate(0)[1][0], abs=0.5)
    assert box[1] == pytest.approx(alone.locate(0)[1][1], abs=0.5)


@pytest.mark.parametrize("style", ["", "p { text-align: left }"])
def test_a_label_called_above_begins_a_note_wherever_the_line_before_it_ends(style: str) -> None:
    text = "".join(f"<p>{prose(n, 30)}<sup>{n + 1}</sup></p>" for n in range(3))
    full = "Words that fill the measure of this very line in small type to its end, as chance has it."
    notes = "".join(f"<p style='text-align-last: justify; white-space: nowrap'>{n + 1}. {full}</p>" for n in range(3))
    found = read(typeset(f"<div class=leaf>{text}<div class=foot>{notes}</div></div>", style))
    assert [f.label for f in found[1].fragments if f.kind == "note"] == ["1", "2", "3"]


def test_a_label_may_stand_close_to_its_note() -> None:
    text = "".join(f"<p>{prose(n, 30)}<sup>{n + 10}</sup></p>" for n in range(3))
    notes = "".join(f"<p>{n + 10}See the minutes of meeting {n}.</p>" for n in range(3))
    bare = "@page { @bottom-center { content: none } }"
    found = read(typeset(f"<div class=leaf>{text}<div class=foot>{notes}</div></div>", bare))
    assert [f.label for f in found[1].fragments if f.kind == "note"] == ["10", "11", "12"]


@pytest.mark.parametrize("labels", [("1", "2", "3", "4"), ("i", "ii", "iii", "iv")])
@pytest.mark.parametrize("stop", [". ", " "])
def test_endnotes_in_the_type_of_the_text_are_notes(labels: tuple[str, ...], stop: str) -> None:
    text = "".join(f"<p>{prose(n, 50)}<sup>{label}</sup></p>" for n, label in enumerate(labels))
    notes = "".join(f"<p class=on>{label}{stop}See the minutes of meeting {n}.</p>" for n, label in enumerate(labels))
    edition = restore(Book("zine", decode("zine.pdf", typeset(f"{text}<h2>Notes</h2>{notes}"))))
    assert [_note(edition.document, n, edition.book.source) for n in range(4)] == [
        f"See the minutes of meeting {n}." for n in range(4)
    ]
    assert not any(isinstance(block, Heading) for block in edition.document.bodymatter)


def _note(document: Document, at: int, source: Source) -> str:
    note = notes_of(document)[at]
    return " ".join(plain(source, inlines_of(block)) for block in note.blocks)


def test_a_list_with_numbers_is_no_list_of_notes() -> None:
    items = "".join(f"<p class=on>{n + 1}. {prose(n, 30)}</p>" for n in range(4))
    found = read(typeset(f"{BODY}{items}"))
    assert not [f for f in found[1].fragments if f.kind == "note"]


@pytest.mark.parametrize(
    ("label", "number"), [("12", 12), ("iv", 4), ("xxix", 29), ("xl", 40), ("", 0), ("iiii", 0), ("vx", 0), ("*", 0)]
)
def test_labels_have_numbers(label: str, number: int) -> None:
    assert number_of(label) == number


def test_every_bullet_begins_an_item_and_what_stands_out_again_is_none() -> None:
    items = "".join(f"<div style='text-indent: 0'>• {words}</div>" for words in ("the land,", "the tools;", "bread."))
    found = read(typeset(f"{BODY}{items}<p class=on>{prose(8)}</p>"))
    texts = fragments(found)
    at = texts.index("• the land,")
    assert texts[at : at + 3] == ["• the land,", "• the tools;", "• bread."]
    assert texts[at + 3].startswith("Paragraph 8")


def test_every_row_of_a_table_is_one() -> None:
    rows = "".join(f"<tr><td>{1800 + n}<td>{400 + n}<td>{20 + n}" for n in range(4))
    found = read(typeset(f"{BODY}<table style='border-spacing: 15pt 0; margin: 6pt 0'>{rows}</table>{BODY}"))
    assert fragments(found)[4:8] == [f"{1800 + n} {400 + n} {20 + n}" for n in range(4)]


def test_lines_beside_an_initial_go_on() -> None:
    initial = "<span style='float: left; font-size: 27pt; line-height: 24pt; height: 22pt'>P</span>"
    source, recognised = read(typeset(f"<h2>One</h2><p>{initial}{prose(0, 60)[1:]}</p>{BODY}"))
    texts = [f for f in recognised.fragments if f.kind == "text"]
    assert flow(source, texts[1:2]) == prose(0, 60)


def test_verse_is_verse_where_no_gap_parts_it_from_prose() -> None:
    lines = "The wind is up,<br>The leaves are down,<br>The frost is on the thorn,<br>And so is every bell"
    verse = f"<p style='text-indent: 0; margin-left: 3em'>{lines}</p>"
    _, recognised = read(typeset(f"{BODY}{verse}{BODY}"))
    assert [n for n, f in enumerate(recognised.fragments) if f.verse] == [4]


def test_the_running_head_of_a_chapter_of_one_page_is_one() -> None:
    head = "@page { @top-left { content: string(h); font: italic 7pt G } } h2 { string-set: h content() }"
    chapters = "".join(
        f"<h2 style='break-before: page'>Chapter {name}</h2>" + "".join(f"<p>{prose(n, 45)}</p>" for n in range(count))
        for name, count in (("One", 14), ("Two", 2), ("Three", 14))
    )
    found = read(typeset(chapters, head))
    assert "Chapter Two" in fragments(found, "running head")
    assert fragments(found).count("Chapter Two") == 1


def test_the_page_with_the_largest_type_is_the_title_page() -> None:
    title = "<section style='break-after: page; text-align: center'>" + "".join(
        f"<p style='text-indent: 0; font-size: {size}pt; line-height: 1.2'>{line}</p>"
        for line, size in (("Of the Lamps at Sea", 20), ("A Winter’s Account", 12), ("Told on the Quay", 9))
    )
    book = typeset(f"{title}</section>" + "".join(f"<p>{prose(n)}</p>" for n in range(12)))
    source, recognised = read(impose(book, [[[Place(3), Place(0)]], [[Place(1), Place(2)]]]))
    found = find_furniture(source, recognised.fragments)
    assert [source.at(recognised.fragments[i].span) for i, _ in found.title] == [
        "Of the Lamps at Sea",
        "A Winter’s Account",
        "Told on the Quay",
    ]


def test_blank_pages_before_the_last_one_leave_the_folios_in_order() -> None:
    book = chapter(26)
    with pikepdf.open(io.BytesIO(book)) as pdf:
        count = len(pdf.pages)
    slots: list[Place | None] = [Place(n) for n in range(count)]
    slots[-1:] = [*[None] * (-count % 4), slots[-1]]
    size = len(slots)
    sides = []
    for n in range(size // 2):
        pair = [slots[size - 1 - n], slots[n]]
        sides.append([pair if n % 2 == 0 else pair[::-1]])
    assert -count % 4
    edition = restore(Book("zine", decode("zine.pdf", impose(book, sides))))
    assert (edition.arrangement.scheme, edition.arrangement.pages) == ("2up", size)
    assert edition.arrangement.confidence > 0.98
    starts = [plain(edition.book.source, inlines_of(block))[:13] for block in edition.document.bodymatter]
    assert [s for s in starts if s.startswith("Paragraph")] == [prose(n)[:13] for n in range(26)]


def test_columns_on_baselines_of_their_own_have_their_own_notes() -> None:
    def column(first: int, shift: int) -> str:
        text = "".join(f"<p>{prose(n, 40)}<sup>{n}</sup></p>" for n in (first, first + 1))
        notes = "".join(f"<p>{n}. See the minutes of meeting {n}.</p>" for n in (first, first + 1))
        place = f"position: absolute; width: 57mm; left: {shift * 63}mm; padding-top: {shift * 5}pt; height: 150mm"
        return f"<div style='{place}'>{text}<div class=foot>{notes}</div></div>"

    page = "@page { size: 148mm 210mm; @bottom-center { content: none } }"
    found = read(typeset(f"<div style='position: relative'>{column(1, 0)}{column(3, 1)}</div>", page))
    texts = [f for f in found[1].fragments if f.kind == "text"]
    assert [flow(found[0], [f]) for f in texts] == [prose(n, 40) for n in range(1, 5)]
    assert [f.label for f in found[1].fragments if f.kind == "note"] == ["1", "2", "3", "4"]
