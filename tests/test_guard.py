"""The note guard: what WeasyPrint loses is found, and the build gets it back or fails."""

import pytest
from weasyprint import HTML

from edition import guard, pdf
from edition.book import Edition
from edition.document import Emphasis, Note, Paragraph, notes_of, plain
from edition.errors import TypesetError
from edition.guard import bare, check_places, check_text, holds, long_notes, runs
from edition.pdf import lay_out, make_pdf
from tests.sample import Scribe, address_edition, edition_of, noted_edition, sample_edition

LOSING = (7, 9, 10, 13)
"""Seeds of address lists of which WeasyPrint 70 loses a note where the breaks are not loosened."""


def long_note(words: int) -> Edition:
    pen = Scribe()
    text = "The *lamps* were out. " * 40
    block = Paragraph(pen.runs(text, pen.note(" ".join(f"word{n}" for n in range(words)) + "."), text), pen.count())
    return edition_of(pen, (pen.heading("A Long Note"), block))


@pytest.mark.parametrize("seed", LOSING)
def test_a_note_that_weasyprint_drops_is_found(seed: int) -> None:
    data, faults = lay_out(address_edition(seed), frozenset())
    assert not data
    assert all("is lost in the PDF" in fault.message for fault in faults)
    assert faults


@pytest.mark.parametrize("seed", LOSING)
def test_a_note_that_weasyprint_drops_is_brought_back(seed: int) -> None:
    edition = address_edition(seed)
    data = make_pdf(edition)
    assert check_text(edition, data, frozenset()) == []


def test_nothing_is_written_when_no_repair_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "ROUNDS", 0)
    with pytest.raises(TypesetError, match=r"Note 5 .* is lost in the PDF"):
        make_pdf(address_edition(7))


def test_a_clipped_note_is_found() -> None:
    edition = long_note(1200)
    data, faults = lay_out(edition, frozenset())
    assert [fault.note for fault in faults] == [1]
    assert "clipped" in faults[0].message or "stands on page" in faults[0].message
    assert data is not None


def test_a_clipped_note_goes_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "long_notes", lambda _: frozenset())
    edition = long_note(1200)
    assert check_text(edition, make_pdf(edition), frozenset({1})) == []


def test_long_notes_go_to_the_end_from_the_start() -> None:
    assert long_notes(long_note(450)) == {1}
    assert long_notes(long_note(50)) == frozenset()
    assert long_notes(sample_edition()) == frozenset()


def test_a_note_within_a_note_goes_to_the_end() -> None:
    pen = Scribe()
    start = pen.keep("Text ")
    inner_text = pen.keep("see ")
    inner = pen.note("the inner note")
    outer = Note(2, "2", (Paragraph((inner_text, Emphasis((inner,)))),), inferred=False)
    edition = edition_of(pen, (Paragraph((start, outer), 1),))
    assert long_notes(edition) == {1}
    assert check_text(edition, make_pdf(edition), frozenset({1})) == []


def test_a_note_before_its_call_is_found() -> None:
    edition = sample_edition()
    swapped = '<p><a id="note-1">n</a></p><p style="break-before: page"><a id="call-1">c</a></p>'
    rest = "".join(f'<a id="call-{n}">c</a><a id="note-{n}">n</a>' for n in range(2, 7))
    layout = HTML(string=swapped + rest).render()
    assert [fault.note for fault in check_places(edition, layout, frozenset())] == [1]
    assert check_places(edition, layout, frozenset({1})) == []


def test_most_notes_stand_on_the_page_of_their_call() -> None:
    edition = noted_edition(5, 14, 0.4, 40)
    data, faults = lay_out(edition, frozenset())
    assert faults == []
    pages = guard.read_pages(data)
    for note in notes_of(edition.document):
        words = f"{note.number}." + bare(runs(edition.book.source, note)[0])
        assert sum(words in page for page in pages) == 1


def test_runs_hold_the_whole_note() -> None:
    edition = sample_edition()
    source = edition.book.source
    for note in notes_of(edition.document):
        text = "".join(plain(source, block.inlines) for block in note.blocks if isinstance(block, Paragraph))
        assert "".join(runs(source, note)) == text


def test_holds_asks_for_the_order() -> None:
    assert holds("onetwothree", ["one", "three"])
    assert not holds("onetwothree", ["three", "one"])
    assert not holds("one", ["one", "one"])
