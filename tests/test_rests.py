"""The rests of notes are found, and go on with the note that breaks off."""

import pytest

from edition.blocks import PrintedPage
from edition.columns import make_line
from edition.entries import Entry
from edition.footnotes import read_notes
from edition.measures import Measure, Measures
from edition.rests import carry_over, tie_rests
from tests.test_lines import LEXICON

MEASURES = Measures(Measure(30.0, 29.0), Measure(38.0, 37.0))


def column(*told: tuple[str, str, int], apart: frozenset[int] = frozenset()) -> list[Entry]:
    """Return the entries of roles, texts and pages; white space stands above those that are named."""
    entries: list[Entry] = []
    start = 0
    for n, (role, text, page) in enumerate(told):
        line = make_line(start, text, 0, below=n in apart or n == 0, top=n == 0)
        number = text.split(" ")[0] if role in ("note", "folio") and text[0].isdigit() else ""
        skip = len(number) + 1 if number and role == "note" else 0
        entry = Entry(line, role, number, skip, page, follows=entries[-1] if entries else None)
        entries.append(entry)
        start += len(text) + 1
    return entries


def test_the_rests_of_two_notes_between_each_other_go_on_each_with_its_own() -> None:
    own = column(
        ("text", "by the river the mill.7 They", 0),
        ("text", "then under the old bridge;14 and", 1),
        ("note", "7 Letters, where the weavers of the town refused to pay the very great", 0),
        ("note", "14 See the book of the parish and the annals of the county, which Mr.", 1),
        ("note", "Thomas Brown has kept.", 1),
        ("note", "tax of the year.", 1),
        ("note", "8 Ibid., p. 12.", 0),
        apart=frozenset((3, 4, 5)),
    )
    own[0].line = make_line(0, "by the river.7 They went to the mill.8 Then", 0, below=True, top=True)
    notes = read_notes([own], MEASURES)
    tie_rests(notes, LEXICON)
    rests = {note.entries[0].line.text: note for note in notes if note.after is not None}
    assert rests["tax of the year."].after is next(note for note in notes if note.label == "7")
    assert rests["tax of the year."].page == 0
    assert not rests["tax of the year."].opens


def test_a_note_that_ends_with_a_page_is_whole() -> None:
    own = column(
        ("text", "by the river.7 They went on", 0),
        ("note", "7 Ibid., p. 12.", 0),
        ("note", "Another paragraph of it.", 0),
        apart=frozenset((2,)),
    )
    notes = read_notes([own], MEASURES)
    tie_rests(notes, LEXICON)
    assert [note.after for note in notes] == [None, None]


def test_a_rest_right_above_the_next_note_goes_on_with_the_one_before_it_though_that_ends_with_a_stop() -> None:
    own = column(
        ("text", "by the river.7 They went to the mill.8 Then", 0),
        ("text", "then under the old bridge;14 and", 1),
        ("note", "7 See the letters of the weavers.", 0),
        ("note", "14 See the book of the parish.", 1),
        ("note", "Ibid., p. 27.", 1),
        ("note", "8 Ibid., p. 12.", 0),
        apart=frozenset((3, 4)),
    )
    notes = read_notes([own], MEASURES)
    tie_rests(notes, LEXICON)
    (rest,) = (note for note in notes if not note.label)
    assert rest.after is next(note for note in notes if note.label == "7")
    assert (rest.page, rest.opens) == (0, False)


def sides(lines: list[str], below: str) -> list[list[list[Entry]]]:
    """Return two sides with a page each, and what follows: the first page's note breaks off."""
    first = column(
        ("text", "they went to the old mill by the river.1 Then they", 0),
        ("note", "1 As the letters of the weavers tell, who refused to pay the very great", 0),
        ("folio", "1", 0),
        apart=frozenset((1, 2)),
    )
    second = column(
        ("text", "saw the bridge, and the people of the town under the", 1),
        *(("text", line, 1) for line in lines),
        *((("note", below, 1),) if below else ()),
        ("folio", "2", 1),
        apart=frozenset((len(lines) + 1, len(lines) + 2)),
    )
    third = column(("text", "trees, who waited for the rain.", 2), ("folio", "3", 2), apart=frozenset((1,)))
    return [[first], [second], [third]]


PAGES = tuple(PrintedPage(n, 0, 0, folio=n + 1) for n in range(3))


@pytest.mark.parametrize("below", ["", "2 Ibid., p. 9."])
def test_lines_that_go_on_with_the_note_of_the_page_before_are_its_rest(below: str) -> None:
    given = sides(["tax of the year (p. 285)."], below)
    assert carry_over(given, PAGES, [read_notes(side, MEASURES) for side in given], MEASURES, LEXICON)
    assert [entry.role for entry in given[1][0][:2]] == ["text", "note"]


def test_the_last_lines_of_a_page_that_read_on_in_it_stay_text() -> None:
    given = sides(["trees waited for the rain."], "")
    given[2][0][0].line = make_line(0, "The rain came in the night.", 0, below=True, top=True)
    assert not carry_over(given, PAGES, [read_notes(side, MEASURES) for side in given], MEASURES, LEXICON)
    assert {entry.role for entry in given[1][0]} == {"text", "folio"}


def test_lines_that_only_reading_shows_are_no_rest_where_the_next_page_begins_a_sentence() -> None:
    given = sides(["tax of the year (p. 285)."], "")
    given[2][0][0].line = make_line(0, "However, the rain came in the night.", 0, below=True, top=True)
    assert not carry_over(given, PAGES, [read_notes(side, MEASURES) for side in given], MEASURES, LEXICON)


def test_lines_that_call_a_note_are_no_rest_of_one() -> None:
    given = sides(["tax of the year.2"], "2 Ibid., p. 9.")
    assert not carry_over(given, PAGES, [read_notes(side, MEASURES) for side in given], MEASURES, LEXICON)


def test_a_line_between_a_note_and_the_next_is_of_the_first_though_it_was_taken_for_text() -> None:
    own = column(
        ("text", "by the river.7 They went to the mill.8 Then", 0),
        ("note", "7 See the letters of the weavers.", 0),
        ("text", "Ibid., p. 109.", 0),
        ("note", "8 Ibid., p. 12.", 0),
        ("folio", "1", 0),
        apart=frozenset((1, 2, 3, 4)),
    )
    assert carry_over([[own]], PAGES, [read_notes([own], MEASURES)], MEASURES, LEXICON)
    assert [entry.role for entry in own] == ["text", "note", "note", "note", "folio"]


def test_a_rest_below_a_full_line_that_ends_a_sentence_goes_on_with_it() -> None:
    own = column(
        ("text", "by the river.7 They went to the mill.9 Then", 0),
        ("note", "9 Letter to the owner, printed in the Monthly", 0),
        ("note", "7 The figures are taken from the letters of the weavers of the town.", 1),
        ("note", "The figures are too low.", 1),
        apart=frozenset((1, 2, 3)),
    )
    notes = read_notes([own], MEASURES)
    tie_rests(notes, LEXICON)
    (rest,) = (note for note in notes if not note.label)
    assert rest.after is next(note for note in notes if note.label == "7")


def test_the_rest_of_a_note_does_not_stand_below_the_folio_of_its_page() -> None:
    own = column(
        ("text", "by the river the mill.6 They", 0),
        ("text", "then under the old bridge;2 and", 1),
        ("note", "6 Letters, where the weavers of the town refused to pay the very great", 0),
        ("note", "2 See the annals of the county, where the weavers refused the very great", 1),
        ("note", "tax of the year.", 0),
        ("folio", "22", 0),
        ("note", "tax of the town.", 0),
        ("folio", "7", 1),
        apart=frozenset((2, 3, 4, 5, 6, 7)),
    )
    notes = read_notes([own], MEASURES)
    tie_rests(notes, LEXICON)
    told = {note.entries[0].line.text: note.after.label for note in notes if note.after is not None}
    assert told == {"tax of the year.": "6", "tax of the town.": "2"}


def test_the_number_of_a_page_goes_on_with_its_note() -> None:
    own = column(
        ("text", "by the river the mill.6 They", 0),
        ("note", "6 The figures are those of the report of the Commissioners of the county, p.", 0),
        ("note", "193, and are too low.", 0),
        apart=frozenset((1, 2)),
    )
    own[2].label, own[2].skip = "", 0
    notes = read_notes([own], MEASURES)
    assert [note.opens for note in notes] == [None, False]


def test_labels_apart_from_the_notes_of_two_pages_have_these_in_their_own_order() -> None:
    own = column(
        ("text", "by the river.6 They went to the mill.7 Then", 0),
        ("text", "then under the old bridge;4 and", 1),
        ("label", "4", 1),
        ("note", "See the annals of the county.", 1),
        ("folio", "8", 1),
        ("label", "6", 0),
        ("label", "7", 0),
        ("note", "Letters of the weavers.", 0),
        ("note", "Ibid., p. 12.", 0),
        apart=frozenset((2, 3, 4, 5, 7)),
    )
    for entry in own:
        entry.label = entry.line.text if entry.role == "label" else entry.label
    told = {note.label: note.entries[0].line.text for note in read_notes([own], MEASURES)}
    assert told == {"4": "See the annals of the county.", "6": "Letters of the weavers.", "7": "Ibid., p. 12."}


def test_a_figure_in_a_name_calls_no_note_of_another_page() -> None:
    own = column(
        ("text", "by the river.4 They went to the mill.5 Then", 0),
        ("text", "the IPv4 of the old bridge", 1),
        ("note", "4 See the annals of the county.", 1),
        ("note", "5 Letters of the weavers.", 1),
        apart=frozenset((2, 3)),
    )
    assert [note.page for note in read_notes([own], MEASURES)] == [0, 0]


def test_labels_go_with_the_notes_above_the_folio_of_their_page() -> None:
    own = column(
        ("text", "by the river.7 They went to the mill", 0),
        ("text", "then under the old bridge;5 and", 1),
        ("label", "5", 0),
        ("label", "7", 0),
        ("note", "See the annals of the county.", 0),
        ("folio", "26", 0),
        ("note", "Letters of the weavers.", 1),
        ("folio", "23", 1),
        apart=frozenset((2, 3, 4, 5, 6, 7)),
    )
    for entry in own:
        entry.label = entry.line.text if entry.role == "label" else entry.label
    told = {note.label: note.entries[0].line.text for note in read_notes([own], MEASURES)}
    assert told == {"7": "See the annals of the county.", "5": "Letters of the weavers."}
