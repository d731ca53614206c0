"""Text that keeps its line ends: nothing is lost, paragraphs end where lines end early, notes find their labels."""

import random
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.blocks import Recognised
from edition.book import Book
from edition.columns import read_sides
from edition.errors import SourceError
from edition.lexicon import read_lexicon
from edition.lines import has_hard_lines, recognise_lines
from edition.recognition import recognise
from edition.restore import restore
from edition.source import Source, decode
from edition.tables import cells
from tests.fixture import notes_text

LEXICON = read_lexicon("en", "")
WORDS = tuple(
    re.findall(
        r"\w+",
        "the of and to in that is was it for as with his on be by not are from which but this have they had and of"
        " the to in winter market harbour stone garden letters people morning water silence neighbour question",
    )
)


def prose(seed: int, sentences: int) -> str:
    """Return made-up sentences of common words."""
    choose = random.Random(seed)
    made = [" ".join(choose.choices(WORDS, k=choose.randint(6, 18))).capitalize() + "." for _ in range(sentences)]
    return " ".join(made)


def set_lines(text: str, width: int = 60) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False)


def source(text: str) -> Source:
    return decode("made up", text.encode())


def law(made: Source, found: Recognised) -> None:
    """Hold the exact partition: in order, no overlap, white space outside."""
    at = 0
    for fragment in found.fragments:
        assert fragment.span.start >= at
        assert not made.text[at : fragment.span.start].strip()
        assert fragment.text_span.end == fragment.span.end
        at = fragment.span.end
    assert not made.text[at:].strip()


def texts(made: Source, found: Recognised, kind: str = "text") -> list[str]:
    """Return the texts of a kind, those that are parted only to be asked about put together."""
    told: list[str] = []
    for f in found.fragments:
        if f.kind == kind:
            words = " ".join(made.at(f.text_span).split())
            told[-1:] = [f"{told[-1]} {words}"] if told and f.opens is False and f.sure < 1 else [*told[-1:], words]
    return told


def test_paragraphs_end_where_lines_end_early() -> None:
    paragraphs = [prose(seed, 5) for seed in range(40)]
    kept = [p for p in paragraphs if len(set_lines(p).splitlines()[-1]) < 40]
    made = source("\n".join(set_lines(p) for p in kept) + "\n")
    assert has_hard_lines(made)
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert len(set(kept) & set(texts(made, found))) >= 0.75 * len(kept)


def test_blank_lines_part_paragraphs_and_nothing_else_does() -> None:
    paragraphs = [prose(seed, 6) for seed in range(20)]
    made = source("\n\n".join(set_lines(p) for p in paragraphs))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert texts(made, found) == paragraphs
    assert found.pages == ()


def booklet_side(left: int, right: int, *, notes: dict[int, str] | None = None) -> str:
    """Return a side as pdftotext gives it: both pages' text, notes, and the folios below."""
    made = []
    for folio in (left, right):
        body = set_lines(prose(folio, 14))
        note = (notes or {}).get(folio)
        if note:
            body = body.replace(".", f".{note[0]}", 1)
            body += f"\n{note[0]}\n\n{note[1:].strip()}"
        made.append(f"{body}\n\n{folio}\n\n")
    return "".join(made) + "\f"


def test_folios_end_pages() -> None:
    made = source("".join(booklet_side(a, b) for a, b in ((8, 1), (2, 7), (6, 3), (4, 5))))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert [(p.side, p.column, p.folio) for p in found.pages] == [
        (side, column, folio)
        for side, pair in enumerate(((8, 1), (2, 7), (6, 3), (4, 5)))
        for column, folio in enumerate(pair)
    ]
    for fragment in found.fragments:
        if fragment.kind == "folio":
            assert int(made.at(fragment.span)) == found.pages[fragment.page].folio


def test_a_label_on_its_own_line_labels_the_text_below_and_its_figure_is_a_mark() -> None:
    note = "1 See the letters of the year before."
    sides = [booklet_side(8, 1, notes={1: note}), *(booklet_side(a, b) for a, b in ((2, 7), (6, 3), (4, 5)))]
    made = source("".join(sides))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    (only,) = [f for f in found.fragments if f.kind == "note"]
    assert (only.label, made.at(only.text_span)) == ("1", "See the letters of the year before.")
    assert found.pages[only.page].folio == 1
    marks = [made.at(mark) for f in found.fragments for mark in f.marks]
    assert marks == ["1"]


def test_the_number_of_a_heading_is_no_mark_where_the_note_has_one_on_its_page() -> None:
    note = "1 See the letters of the year before."
    first = booklet_side(8, 1, notes={1: note}).replace("\n\n8\n\n", "\n\n8\n\nSection 5.1\n\n")
    made = source("".join([first, *(booklet_side(a, b) for a, b in ((2, 7), (6, 3), (4, 5)))]))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    (mark,) = [mark for f in found.fragments for mark in f.marks]
    assert made.text[mark.start - 3 : mark.end] != "5.1"


def test_a_figure_behind_a_word_is_no_mark_where_another_behind_a_stop_calls_the_note() -> None:
    note = "1 See the letters of the year before."
    sides = [booklet_side(8, 1, notes={1: note}), *(booklet_side(a, b) for a, b in ((2, 7), (6, 3), (4, 5)))]
    whole = "".join(sides)
    at = whole.index(".1")
    word = whole.rindex(" ", 0, at - 20)
    made = source(f"{whole[:word]} Model1{whole[word:]}")
    found = recognise_lines(made, LEXICON)
    law(made, found)
    (mark,) = [mark for f in found.fragments for mark in f.marks]
    assert made.text[mark.start - 1 : mark.end] == ".1"


def test_a_figure_behind_a_year_is_a_mark_if_a_note_has_its_label() -> None:
    notes = {1: "1 See the letters of the year before.", 2: "2 A letter to the owner of the mill.", 3: "3 See below."}
    sides = [booklet_side(a, b, notes=notes) for a, b in ((8, 1), (2, 7), (6, 3), (4, 5))]
    whole = "".join(sides).replace("\n\nA letter", " A letter")
    made = source(whole.replace(".2", " in 1848.2", 1).replace("winter", "winter of 1861.5 and", 1))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    told = [(f.label, found.pages[f.page].folio) for f in found.fragments if f.kind == "note"]
    assert told == [("1", 1), ("2", 2), ("3", 3)]
    assert [made.at(mark) for f in found.fragments for mark in f.marks] == ["1", "2", "3"]


def test_figures_that_call_no_note_are_no_marks() -> None:
    sides = [booklet_side(a, b).replace("winter", "winter2 of 1884", 1) for a, b in ((8, 1), (2, 7), (6, 3), (4, 5))]
    found = recognise_lines(source("".join(sides)), LEXICON)
    assert not any(f.marks for f in found.fragments)


def lay_beside(left: str, right: str) -> str:
    """Return two pages side by side, as pdftotext -layout gives them."""
    a, b = left.splitlines(), right.splitlines()
    height = max(len(a), len(b))
    rows = zip(a + [""] * (height - len(a)), b + [""] * (height - len(b)), strict=True)
    return "\n".join(f"{x:<70}{y}".rstrip() for x, y in rows) + "\n"


def test_columns_side_by_side_are_pages() -> None:
    pages = {folio: prose(folio, 14) for folio in range(1, 9)}
    pairs = ((8, 1), (2, 7), (6, 3), (4, 5))
    sides = [lay_beside(*(f"   {set_lines(pages[folio])}\n\n{'':>30}{folio}" for folio in pair)) for pair in pairs]
    made = source("\f".join(sides))
    assert all(side.parted for side in read_sides(made))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert [p.folio for p in found.pages] == [folio for pair in pairs for folio in pair]
    for n, page in enumerate(found.pages):
        own = [made.at(f.span) for f in found.fragments if f.page == n and f.kind == "text"]
        assert " ".join(" ".join(own).split()) == pages[page.folio]


def test_words_on_lines_of_their_own_are_refused_with_advice() -> None:
    made = source("\n".join(prose(1, 20).split()) + "\f" + set_lines(prose(2, 20)))
    with pytest.raises(SourceError, match=r"line 1: .*without -raw"):
        recognise_lines(made, LEXICON)


def test_paragraphs_on_one_line_each_are_no_printed_lines() -> None:
    assert not has_hard_lines(source("\n\n".join(prose(seed, 5) for seed in range(20))))
    assert not has_hard_lines(source("\n".join(prose(seed, 5) for seed in range(20))))


def test_lines_of_verse_stay_lines() -> None:
    verse = "O winter of the harbour,\nO morning of the stone,\nThe people of the valley\nHave left the water lone."
    before, after = prose(1, 30), prose(2, 30)
    made = source(f"{set_lines(before)}\n\n{verse}\n\n{set_lines(after)}\n")
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert [made.at(f.span) for f in found.fragments if f.verse] == [verse]


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "\f",
            "12",
            "1",
            "1 See above.",
            "word.1",
            "Some words of a line,",
            "and others, cut-",
            "A.",
            " " * 40 + "x",
            "*",
        ]
    ),
    min_size=1,
    max_size=40,
)


@given(LINES)
def test_no_character_is_lost_whatever_the_lines(lines: list[str]) -> None:
    text = re.sub(r"\n*\f\n*", "\f", "\n".join(lines))
    if not text.strip():
        return
    made = source(text)
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert all(-1 <= f.page < len(found.pages) or not found.pages for f in found.fragments)


def beside(left: list[str], right: list[str], width: int) -> str:
    """Return two columns as an extraction sets them that keeps the layout."""
    rows = max(len(left), len(right))
    padded = ([*own, *[""] * (rows - len(own))] for own in (left, right))
    return "\n".join(f"{a:<{width}}{b}".rstrip() for a, b in zip(*padded, strict=True))


def test_a_title_beside_another_column_is_parted_where_no_line_crosses() -> None:
    columns = [set_lines(prose(n, 20)).split("\n") for n in range(5)]
    title = ["", "   The Mill", "   A. Miller", "     1871"]
    imprint = ["  The River Press", " Printed in the town", "       1871"]
    sides = [
        beside(columns[0], title, 66),
        beside(columns[1], columns[2], 66),
        beside(columns[3], columns[4], 66),
        beside(imprint, title, 26),
    ]
    found = read_sides(source("\f".join(sides)))
    assert [len(side.columns) for side in found] == [2, 2, 2, 2]
    assert [line.text for line in found[0].columns[1]] == ["The Mill", "A. Miller", "1871"]
    assert [line.text for line in found[3].columns[0]] == ["The River Press", "Printed in the town", "1871"]


def test_longer_lines_of_notes_beside_text_are_parted_from_it() -> None:
    left, right = (set_lines(prose(n, 24)).split("\n")[:20] for n in (1, 2))
    wide = set_lines(prose(3, 6), 76).split("\n")[:3]
    rows = [
        beside(left, right, 66),
        *(f"{a}    {b}" for a, b in zip(wide, set_lines(prose(4, 9)).split("\n"), strict=False)),
    ]
    found = read_sides(source("\n".join(rows)))
    assert [line.text for line in found[0].columns[0]][-3:] == wide


def test_labels_apart_from_their_notes_go_with_them_by_number() -> None:
    """The labels of both pages stand apart, those of the second page's notes first, as some extractors have them."""
    text = set_lines(prose(5, 6)) + " Of the mill,1 and the stone,2 and the bread.3"
    made = source(f"{text}\n2\n\n1\n\nSee the first book.\nSee the second book.\n3\nSee the third book.\n\n4\n\f{text}")
    found = recognise_lines(made, LEXICON)
    law(made, found)
    notes = {f.label: made.at(f.text_span) for f in found.fragments if f.kind == "note" and f.label}
    assert {label: text.split("\n")[-1] for label, text in notes.items()} == {
        "1": "See the first book.",
        "2": "See the second book.",
        "3": "See the third book.",
    }


@pytest.mark.parametrize("wide", [True, False])
def test_a_note_may_stand_above_the_text_that_calls_it_if_its_lines_are_as_wide_as_those_of_notes(
    *, wide: bool
) -> None:
    """Some extractors give the foot of the right page before the text of the left one."""
    note = set_lines(f"1 {prose(6, 4)}", 76 if wide else 60)
    text = set_lines(prose(5, 9)) + " Of the mill.1"
    made = source(f"{set_lines(prose(8, 9))}\n\n{note}\n\n{text}\n\n4\n\f{text[:-1]}")
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert [f.label for f in found.fragments if f.kind == "note"] == ["1"] * wide


def test_the_lost_end_of_a_note_goes_with_it_and_not_with_a_whole_note_above() -> None:
    notes = {2: "1 See the letters of the owner of the", 3: "2 See the second book."}
    sides = [booklet_side(a, b, notes=notes) for a, b in ((8, 1), (2, 7), (6, 3), (4, 5))]
    rest = "2 See the second book.\n\nMill, which stood by the river."
    made = source("".join(sides).replace("2\n\nSee the second book.", rest))
    assert notes_text(restore(Book("case", made))) == [
        "See the letters of the owner of the Mill, which stood by the river.",
        "See the second book.",
    ]


def test_a_short_heading_above_a_paragraph_that_begins_small_is_no_narrow_block() -> None:
    text = [f"iodine {prose(1, 4)}", *(prose(n, 3) for n in range(2, 9))]
    made = source("\n".join(["4.2. On Salt and Iodine", *map(set_lines, text)]))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert texts(made, found)[-7:] == [" ".join(one.split()) for one in text[1:]]


def table(rows: int, form: str, seed: int) -> str:
    """Return a table of towns and numbers, with pipes or with columns set apart by white space."""
    choose = random.Random(seed)
    rowed = [("Town", "Bushels", "Kind")]
    rowed += [(choose.choice(WORDS).title(), f"{choose.randint(5, 9000):,}", choose.choice(WORDS)) for _ in range(rows)]
    if form == "pipes":
        lines = [f"| {' | '.join(row)} |" for row in rowed]
        return "\n".join([lines[0], "|---|---|---|", *lines[1:]])
    if form == "bare pipes":
        return "\n".join([" | ".join(rowed[0]), "---|---|---", *(" | ".join(row) for row in rowed[1:])])
    return "\n".join(f"{town:<14}{number:>9}    {kind}" for town, number, kind in rowed)


@pytest.mark.parametrize("form", ["pipes", "bare pipes", "columns"])
@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("rows", [4, 19, 20, 45])
def test_a_table_is_one_block_however_long_it_is(form: str, rows: int, *, hard: bool) -> None:
    paragraphs = [prose(rows + n, 4 + n % 3) for n in range(8)]
    if hard:
        paragraphs = [set_lines(paragraph) for paragraph in paragraphs]
    given = table(rows, form, rows)
    made = source("\n\n".join([*paragraphs[:4], given, *paragraphs[4:]]))
    found = recognise(made, LEXICON)
    law(made, found)
    (whole,) = (words for f in found.fragments if cells(words := made.at(f.span)))
    assert whole == given.strip()
    assert len(cells(whole)) == rows + 1


def test_prose_in_which_spaces_justify_the_lines_is_no_table() -> None:
    choose = random.Random(7)
    lines = []
    for line in set_lines(prose(3, 60)).split("\n"):
        words = line.split(" ")
        while sum(map(len, words)) + len(words) - 1 < 60:
            at = choose.randrange(len(words) - 1)
            words[at] += " "
        lines.append(" ".join(words))
    found = recognise_lines(source("\n".join(lines)), LEXICON)
    assert len(found.fragments) < 25


def test_columns_whose_lines_stand_by_turns_have_no_white_space_between_their_lines() -> None:
    left, right = (set_lines(prose(folio, 14)).splitlines() for folio in (1, 2))
    rows = [row for a, b in zip(left, right, strict=False) for row in (f"{a:<70}{b[:0]}".rstrip(), f"{'':70}{b}")]
    (side,) = read_sides(source("\n".join([f"{left[0]:<70}{right[0]}"] * 20 + rows)))
    assert len(side.columns) == 2
    assert not any(line.below for column in side.columns for line in column[22:])


def test_prose_below_short_lines_that_goes_on_is_no_verse() -> None:
    paragraphs = [set_lines(prose(seed, 6)) for seed in range(40)]
    short = ["The Winter of the Mill", "Of the Weavers", "Why do most of the weavers of our own town"]
    rest = "leave the old mill by the river? " + prose(20, 3)
    made = source("\n".join([*paragraphs[:6], "", *short, set_lines(rest), *paragraphs[7:]]))
    found = recognise_lines(made, LEXICON)
    law(made, found)
    assert not any(f.verse for f in found.fragments)
