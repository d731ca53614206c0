"""Long notes that run on at the foot of the next page, and pages that are fuller for it."""

from functools import cache
from io import BytesIO
from itertools import pairwise, product
from typing import Any

import pikepdf
import pytest
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox

from edition import runovers
from edition.book import Edition
from edition.breaks import breaks_word
from edition.document import BlockQuote, ListBlock, Note, Paragraph, ThematicBreak, Verse, notes_of
from edition.formats import FORMATS, Format
from edition.guard import check_text, long_notes
from edition.pdf import Layout, lay_out, make_pdf, settle
from edition.runovers import LEAST, SHORT, WON, RunOvers, continued, ends_sentence
from tests.sample import Scribe, edition_of, fuzz_edition, noted_edition
from tests.test_archive import elements
from tests.test_guard import places

TRIED = ("a5", "a6", "phone", "large-print")
BOOKS = 3
Box = Any


@cache
def book(seed: int) -> Edition:
    """Return a book many of whose notes have half a dozen lines and more."""
    return noted_edition(seed, 14, 0.25, 90)


@cache
def laid(seed: int, name: str, *, cut: bool = True) -> Layout:
    """Return the pages of a book, with notes that run on or all of them whole."""
    edition, page = book(seed), FORMATS[name]
    with pytest.MonkeyPatch.context() as patch:
        if not cut:
            patch.setattr(RunOvers, "sent_away", lambda *_: [])
        return settle(edition, long_notes(edition, page), page, loose=False)[1]


def lines(box: Box) -> list[Box]:
    return [inner for inner in box.descendants() if isinstance(inner, LineBox)]


def notes_at(leaf: Box) -> list[Box]:
    """Return the notes at the foot of a page."""
    return [note for area in leaf.children if isinstance(area, FootnoteAreaBox) for note in area.children]


def lacks(layout: Layout, page: Format) -> list[float]:
    """Return how many lines each page of the text lacks, but for the last."""
    found = []
    leaves = [leaf._page_box for leaf in layout.pages]
    for leaf, following in pairwise(leaves):
        if leaf.page_type.name == following.page_type.name == "part" and following.page_type.index > 0:
            ends = [area.position_y for area in leaf.children if isinstance(area, FootnoteAreaBox)]
            room = min([*ends, leaf.content_box_y() + leaf.height])
            used = max(line.position_y + line.height for line in lines(leaf.children[0]))
            found.append((room - used) / (page.leading * 96 / 72))
    return found


def test_pages_are_fuller_where_long_notes_run_on() -> None:
    def short(*, cut: bool) -> list[float]:
        tried = product(range(BOOKS), TRIED)
        found = (lack for seed, name in tried for lack in lacks(laid(seed, name, cut=cut), FORMATS[name]))
        return [lack for lack in found if lack > SHORT]

    before, after = short(cut=False), short(cut=True)
    assert len(before) > 20
    assert len(after) <= len(before) / 2
    assert sum(after) <= sum(before) / 2


def test_a_note_runs_on_once_with_two_lines_on_either_side() -> None:
    count = 0
    for layout in (laid(seed, name) for seed, name in product(range(BOOKS), TRIED)):
        called = {anchor: number for number, leaf in enumerate(layout.pages) for anchor in leaf.anchors}
        for number, note in continued(layout).items():
            before, rest = notes_at(layout.pages[number - 1]._page_box)[-1], notes_at(layout.pages[number]._page_box)[0]
            assert before.element.get("id") == rest.element.get("id") == f"note-{note}"
            assert called[f"call-{note}"] == number - 1
            assert min(len(lines(before)), len(lines(rest))) >= LEAST
            assert not breaks_word(lines(before)[-1])
            count += 1
    assert count >= 10


def test_every_note_begins_on_the_page_that_calls_it() -> None:
    layouts = [laid(seed, name) for seed, name in product(range(BOOKS), TRIED)]
    layouts += [settle(fuzz_edition(15), frozenset(), FORMATS["large-print"], loose=False)[1]]
    for layout in layouts:
        begins: dict[str, int] = {}
        for number, leaf in enumerate(layout.pages):
            begins |= {name: number for name in leaf.anchors if name not in begins}
        ends = [number for number, leaf in enumerate(layout.pages) if "notes" in leaf.anchors]
        called = [name[5:] for name in begins if name.startswith("call-")]
        assert called
        for note in called:
            at = begins[f"note-{note}"]
            assert at == begins[f"call-{note}"] or (ends and at >= min(ends))


def test_a_note_is_cut_only_where_its_page_would_be_short() -> None:
    count = 0
    for seed, name in product(range(BOOKS), TRIED):
        if cut := continued(laid(seed, name)):
            whole = laid(seed, name, cut=False)
            assert continued(whole) == {}
            start = next(n for n, leaf in enumerate(whole.pages) if leaf._page_box.page_type.name == "part")
            # Behind the first page with a cut one all pages are others.
            place = min(cut) - 1 - start
            before, after = (lacks(one, FORMATS[name])[place] for one in (whole, laid(seed, name)))
            assert before > SHORT
            assert before - after >= WON
            count += 1
    assert count >= 8


def low_note(note: str, shift: int) -> Edition:
    """Return a book with a note low on its page."""
    pen, prose = Scribe(), "The lamps of the harbour were out, and nobody in the street had a candle left. "
    text = [Paragraph(pen.runs(prose * 4), 0) for _ in range(5)]
    last = Paragraph(pen.runs("out " * (12 * shift), pen.note(note), " " + prose * 9), 0)
    return edition_of(pen, (pen.heading("Notes"), *text, last, *(Paragraph(pen.runs(prose * 4), 0) for _ in range(3))))


def test_a_cut_note_does_not_seem_to_end_with_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    note = "The lamp was lit once more. " * 12

    def heads() -> list[Box]:
        layouts = [settle(low_note(note, shift), frozenset(), FORMATS["phone"], loose=False)[1] for shift in range(6)]
        return [notes_at(layout.pages[page - 1]._page_box)[-1] for layout in layouts for page in continued(layout)]

    found = heads()
    assert len(found) >= 2
    assert not any(map(ends_sentence, found))
    monkeypatch.setattr(runovers, "ends_sentence", lambda _: False)
    assert any(map(ends_sentence, heads()))


def test_links_lead_to_where_a_note_begins_and_back() -> None:
    edition = book(0)
    cut = {note: page - 1 for page, note in continued(laid(0, "a5")).items()}
    data = make_pdf(edition)
    assert cut
    found, _ = places(data)
    for note, page in cut.items():
        assert found[note] == (page, page)
    with pikepdf.open(BytesIO(data)) as made:
        names, numbers = pikepdf.NameTree(made.Root.Names.Dests), {leaf.objgen: n for n, leaf in enumerate(made.pages)}
        for note, page in cut.items():
            assert numbers[names[f"call-{note}"][0].objgen] == page
            assert f"call-{note}" in [str(link.Dest) for link in made.pages[page].Annots if "/Dest" in link]


def test_a_note_on_two_pages_is_one_note_to_those_who_hear_it() -> None:
    edition = book(0)
    cut = {note: page for page, note in continued(laid(0, "a5")).items()}
    assert cut
    with pikepdf.open(BytesIO(make_pdf(edition))) as made:
        numbers = {leaf.objgen: n for n, leaf in enumerate(made.pages)}
        top = made.Root.StructTreeRoot.K[0]
        assert "/NonStruct" not in [str(element.S) for element in top.K]
        notes = {str(one.ID): one for one in elements(made.Root.StructTreeRoot) if one.S == "/Note"}
        assert len(notes) == len(notes_of(edition.document))
        for number, note in enumerate(notes_of(edition.document), 1):
            element = notes[f"note-{note.number:05}"]
            pages = [numbers[one.Pg.objgen] for one in elements(element)]
            at = cut.get(note.number)
            assert pages == sorted(pages)
            assert set(pages) == ({at - 1, at} if at else set(pages[:1])), number


def various(shift: int) -> Edition:
    """Return a book with a note of every kind of block, low on its page."""
    pen = Scribe()
    prose = "The lamps of the harbour were out, and nobody in the street had a candle left. "
    verse = Verse(tuple(pen.runs(f"a line of verse, number {n}") for n in range(3)))
    items = ListBlock(tuple((pen.line(f"item {n}. " + prose),) for n in range(2)), ordered=True, start=3)
    quote = BlockQuote((Paragraph(pen.runs(prose), 0),))
    note = Note(1, "x", (Paragraph(pen.runs(prose), 0), verse, ThematicBreak(), items, quote), inferred=False)
    text = [Paragraph(pen.runs(prose * 4), 0) for _ in range(5)]
    last = Paragraph((*pen.runs("out " * (12 * shift)), note, *pen.runs(" " + prose * 9)), 0)
    return edition_of(pen, (pen.heading("Notes"), *text, last, *(Paragraph(pen.runs(prose * 4), 0) for _ in range(3))))


def test_notes_of_several_blocks_run_on_too() -> None:
    page, cut = FORMATS["a5"], 0
    for shift in range(8):
        edition = various(shift)
        data, faults = lay_out(edition, frozenset(), page)
        assert faults == []
        assert check_text(edition, data, frozenset(), page) == []
        cut += len(continued(settle(edition, frozenset(), page, loose=False)[1]))
    assert cut >= 2
