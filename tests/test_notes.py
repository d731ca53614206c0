"""Every note at its mark; where the mark is lost the place is inferred, printed and asked."""

import pytest

from edition.lexicon import read_lexicon
from edition.notes import place_notes
from edition.paragraphs import Assembly
from edition.shapes import Draft
from edition.tape import Tape
from tests.fixture import edition_of, notes_text, printed

LOST = """\
It was late when the mill stood still. Bertha Miller wrote: “The wheel was a ring of stars.” Nobody else had seen it so.

In the morning the council met at last. It spoke of the lamp for an hour.

¹ Bertha Miller, The Wheel and the Stone, p. 69.
"""


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("¹", "¹"),
        ("[1]", "[1]"),
        ("$^{1}$", " $^{^{\\rm 1}$"),
        ("^1", "^1"),
        ("†", "†"),
        ("<sup>1</sup>", "<sup>1</sup>"),
        ("*", "*"),
    ],
)
def test_a_mark_that_survives_is_where_it_stood(mark: str, label: str) -> None:
    edition = edition_of(f"The mill{mark} stood still. Nobody knew.\n\n{label} In the year 1844.\n", "en")
    assert printed(edition) == "The mill[^1] stood still. Nobody knew."
    assert notes_text(edition) == ["In the year 1844."]
    assert not edition.apparatus.queries


def test_a_plain_figure_behind_a_word_is_the_mark_of_a_note_with_that_label() -> None:
    edition = edition_of("The mill stood still.1 Nobody knew.\n\n¹ In the year 1844.\n", "en")
    assert printed(edition) == "The mill stood still.[^1] Nobody knew."


NUMBERED = """\
The first lamp was lit.¹ Nobody had seen it, and the council met to speak of HTTP2 for an hour.

The second lamp was lit.² It was late, and the mill3 stood still for the whole of the evening.

The third lamp was out. Nobody had lit it, and so it stayed dark until the morning came at last.

¹ In the year of the flood.

² In the year of the fire.

³ In the year of the frost.
"""


def test_where_marks_are_raised_a_bare_figure_is_none() -> None:
    shown = printed(edition_of(NUMBERED, "en"))
    assert "HTTP2 for" in shown
    assert "the mill3 stood" in shown


def test_the_number_of_a_section_is_no_mark() -> None:
    text = "The mill stood still. Nobody knew.\n\nA.1. The Wheel\n\nIt was a ring of stars.\n\n¹ In the year 1844.\n"
    assert "A.1. The Wheel" in printed(edition_of(text, "en"))


def test_blocks_that_part_sentences_are_notes_though_nothing_calls_them() -> None:
    text = "".join(
        f"The {name} lamp was lit in the evening before anybody came down to the harbour and so the watchman\n\n"
        f"{n} In the year of the {what}, as it is told.\n\nthought of other evenings, when boats lay still.\n\n"
        "It was late, and nobody had seen it.\n\nThe crews sang about islands.\n\nThe frost ended.\n\n"
        for n, (name, what) in enumerate(
            [("first", "flood"), ("second", "fire"), ("third", "frost"), ("fourth", "fog"), ("fifth", "fair")], 1
        )
    )
    edition = edition_of(text, "en")
    assert notes_text(edition) == [
        f"In the year of the {what}, as it is told." for what in ("flood", "fire", "frost", "fog", "fair")
    ]
    assert len([query for query in edition.apparatus.queries if query.kind == "mark"]) == 5


def test_a_lost_mark_is_placed_by_the_quotation_and_the_name_and_asked() -> None:
    edition = edition_of(LOST, "en")
    assert "a ring of stars.”[^1]" in printed(edition)
    (query,) = [query for query in edition.apparatus.queries if query.kind == "mark"]
    assert query.note == 1
    assert query.alternatives
    (mark,) = edition.apparatus.marks
    assert mark.before.endswith("a ring of stars.”")
    assert mark.confidence == query.confidence


def test_lost_marks_keep_the_order_of_their_notes() -> None:
    text = "One.¹ Two. Three. Four.³ Five.\n\n¹ First.\n\n² Second.\n\n³ Third.\n"
    edition = edition_of(text, "en")
    assert notes_text(edition) == ["First.", "Second.", "Third."]
    shown = printed(edition)
    assert shown.index("[^1]") < shown.index("[^2]") < shown.index("[^3]")
    assert [query.note for query in edition.apparatus.queries if query.kind == "mark"] == [2]


def test_several_notes_at_one_place_are_all_printed() -> None:
    text = "One word\n\n¹ First.\n\n² Second.\n\n³ Third.\n\n⁴ Fourth.\n"
    assert sorted(notes_text(edition_of(text, "en"))) == ["First.", "Fourth.", "Second.", "Third."]


def test_a_mark_without_a_note_stands_and_is_asked() -> None:
    edition = edition_of("The mill⁷ stood still.¹\n\n¹ In the year 1844.\n", "en")
    assert printed(edition) == "The mill⁷ stood still.[^1]"
    (query,) = edition.apparatus.queries
    assert query.kind == "note"
    assert "⁷" in query.quote


def test_a_reference_to_another_note_that_does_not_fit_is_a_slip_that_stands() -> None:
    text = (
        "The mill stood.¹ The field lay.² So it was.³\n\n¹ Bertha Rachleff, The Mill.\n\n² Peter Avrich, The Field.\n\n"
        "³ As Rachleff says, cited in note (2).\n"
    )
    edition = edition_of(text, "en")
    (slip,) = edition.apparatus.slips
    assert (slip.quote, slip.suggestion) == ("note (2)", "note (1)")
    assert notes_text(edition)[2] == "As Rachleff says, cited in note (2)."


def test_a_reference_that_fits_is_none() -> None:
    text = (
        "The mill stood.¹ The field lay.²\n\n¹ Bertha Rachleff, The Mill.\n\n² As Rachleff says, cited in note (1).\n"
    )
    assert not edition_of(text, "en").apparatus.slips


@pytest.mark.parametrize(
    ("mark", "label"),
    [("(1)", "(1)"), (" (1)", "1)"), ("[1]", "1."), ("1", "1."), ("¹", "1"), ("^{1}", "[1]"), ("<sup>1</sup>", "1)")],
)
def test_a_label_may_be_written_otherwise_than_its_mark(mark: str, label: str) -> None:
    two, second = mark.replace("1", "2"), label.replace("1", "2")
    two, second = two.replace("¹", "²"), second.replace("¹", "²")
    text = f"The mill.{mark} It stood still.{two} Nobody knew.\n\n{label} In the year 1844.\n\n{second} So they say.\n"
    edition = edition_of(text, "en")
    assert printed(edition) == "The mill.[^1] It stood still.[^2] Nobody knew."
    assert notes_text(edition) == ["In the year 1844.", "So they say."]
    assert not edition.apparatus.queries


@pytest.mark.parametrize(
    "text",
    [
        "In 1844.5 tons came at 12.50 a ton. See 3:16 and H2O.\n\n1. The first thing.\n\n2. The second thing.",
        "The mill stood still. Nobody knew.\n\n1) Bread.\n\n2) Salt.\n\n3) Oil.",
        "The area is x² in all. So they said.",
    ],
)
def test_figures_that_call_no_note_stay(text: str) -> None:
    edition = edition_of(text + "\n", "en")
    assert not notes_text(edition)
    assert not [query for query in edition.apparatus.queries if query.kind in ("mark", "note")]


def test_numbering_that_starts_again_pairs_each_mark_with_the_note_of_its_chapter() -> None:
    first = "The mill.¹ The field.² The lamp.³\n\n¹ One.\n\n² Two.\n\n³ Three.\n\n"
    second = "The wheel. The stone.² The ring.³\n\n¹ Uno.\n\n² Due.\n\n³ Tre.\n"
    edition = edition_of(first + second, "en")
    shown = printed(edition)
    assert "The mill.[^1] The field.[^2] The lamp.[^3]" in shown
    assert "stone.[^5] The ring.[^6]" in shown
    assert notes_text(edition) == ["One.", "Two.", "Three.", "Uno.", "Due.", "Tre."]
    (query,) = [query for query in edition.apparatus.queries if query.kind == "mark"]
    assert query.note == 4


def test_two_asterisks_in_a_paragraph_are_marks_and_those_around_words_are_not() -> None:
    text = "The *mill* stood.* The field lay.** So it was.\n\n* In the year 1844.\n\n** Since then.\n"
    edition = edition_of(text, "en")
    assert notes_text(edition) == ["In the year 1844.", "Since then."]
    assert not edition.apparatus.queries


def test_endnotes_stand_at_their_marks_and_their_heading_goes() -> None:
    body = "The mill.[1] It stood still.[2] Nobody knew.\n\nThe field lay.[3]"
    text = f"{body}\n\nNotes\n\n1. One.\n\n2. Two.\n\n3. Three.\n"
    edition = edition_of(text, "en")
    assert printed(edition) == "The mill.[^1] It stood still.[^2] Nobody knew.\n\nThe field lay.[^3]"
    assert notes_text(edition) == ["One.", "Two.", "Three."]


def test_endnotes_are_told_by_their_heading_where_most_marks_are_lost() -> None:
    body = "The mill.² It stood still. Nobody knew.\n\nThe field lay. The lamp was lit."
    edition = edition_of(f"{body}\n\nNotes\n\n1. One.\n\n2. Two.\n\n3. Three.\n\n4. Four.\n", "en")
    assert sorted(notes_text(edition)) == ["Four.", "One.", "Three.", "Two."]
    assert "The mill.[^" in printed(edition)
    assert len([query for query in edition.apparatus.queries if query.kind == "mark"]) == 3


def test_what_stands_between_two_notes_of_one_foot_is_a_paragraph_of_the_first() -> None:
    text = "The mill.¹ It stood still.² Nobody knew.\n\n¹ In the year 1844, they say.\n\nOr so.\n\n² Since then.\n"
    edition = edition_of(text, "en")
    assert printed(edition) == "The mill.[^1] It stood still.[^2] Nobody knew."
    assert [" ".join(note.split()) for note in notes_text(edition)] == [
        "In the year 1844, they say. Or so.",
        "Since then.",
    ]


def test_signs_that_begin_again_on_each_page_belong_to_the_notes_of_theirs() -> None:
    pages = [
        "The mill stood.* The field lay.† So it was.\n\n* One.\n\n† Two.",
        "The wheel turned.* Nobody saw it.\n\n* Three.",
    ]
    edition = edition_of("\n\n".join(pages) + "\n", "en")
    assert (
        printed(edition) == "The mill stood.[^1] The field lay.[^2] So it was.\n\nThe wheel turned.[^3] Nobody saw it."
    )
    assert notes_text(edition) == ["One.", "Two.", "Three."]
    assert not edition.apparatus.queries


def test_an_editors_signs_stand_beside_the_authors_figures() -> None:
    text = (
        "The mill¹ stood still.* Nobody knew.² The field lay.*\n\n"
        "¹ One.\n\n* In the first printing it ran.\n\n² Two.\n\n* So in both.\n"
    )
    edition = edition_of(text, "en")
    assert printed(edition) == "The mill[^1] stood still.[^2] Nobody knew.[^3] The field lay.[^4]"
    assert notes_text(edition) == ["One.", "In the first printing it ran.", "Two.", "So in both."]
    assert not edition.apparatus.queries


def test_a_note_of_two_paragraphs_before_another_page_keeps_both() -> None:
    text = (
        "The mill.¹ It stood still.² Nobody knew.\n\n¹ In the year 1844.\n\nOr so they say.\n\n² Since then.\n\n"
        "The field lay.³ So it was.\n\n³ Ever since.\n"
    )
    edition = edition_of(text, "en")
    notes = [" ".join(note.split()) for note in notes_text(edition)]
    assert notes == ["In the year 1844. Or so they say.", "Since then.", "Ever since."]


def test_a_paragraph_that_calls_a_note_is_none_of_the_note_above_it() -> None:
    text = "The mill stood.¹ It was late.²\n\n² Two.\n\nNobody knew of the field.³\n\n¹ One, as they say.\n\n³ Three.\n"
    edition = edition_of(text, "en")
    assert "Nobody knew of the field.[^3]" in printed(edition)
    assert notes_text(edition) == ["One, as they say.", "Two.", "Three."]


BARE = [
    "The mill stood still at last, and nobody in the town knew why it was so.{0}",
    "The field lay wide and open to the hills, and the river ran along its side.{1}",
    "The lamp was lit each evening at the corner, where the old men used to sit.{2}",
    "The wheel turned on for years without a stop, as it had always done before.{3}",
]
WORDS = ("In the year of the flood.", "So they told me there.", "Others deny it all.", "It is gone since then.")


@pytest.mark.parametrize("kept", [(0, 1, 2, 3), (1, 3), (0, 2)])
def test_bare_figures_are_notes_though_half_of_their_marks_are_lost(kept: tuple[int, ...]) -> None:
    marks = [str(n + 1) if n in kept else "" for n in range(4)]
    text = "\n\n".join(f"{body}\n\n{n} {WORDS[n - 1]}" for n, body in enumerate(BARE, 1)).format(*marks)
    edition = edition_of(text + "\n", "en")
    assert notes_text(edition) == list(WORDS)
    for n in kept:
        assert f"{BARE[n].format('', '', '', '')}[^{n + 1}]" in printed(edition)
    assert [query.note for query in edition.apparatus.queries if query.kind == "mark"] == [
        n for n in range(1, 5) if n - 1 not in kept
    ]


def test_headings_with_bare_figures_are_no_notes() -> None:
    chapters = [
        f"{n} {head}\n\n{body.format(*'    ')}"
        for n, head, body in zip((1, 2, 3), ("Mill", "Field", "Lamp"), BARE, strict=False)
    ]
    assert not notes_text(edition_of("\n\n".join(chapters) + "\n", "en"))


def test_a_figure_that_a_line_end_parted_from_its_word_is_a_mark_where_others_are_bare() -> None:
    notes = "1. One thing.\n\n2. Two things.\n\n3. Three things.\n"
    edition = edition_of(f"The mill stood.1 The field lay, 2 as they say, open to all.3\n\n{notes}", "en")
    assert printed(edition) == "The mill stood.[^1] The field lay,[^2] as they say, open to all.[^3]"


ONE_MARK_FOR_TWO = """\
The mill stood still¹ and nobody knew why it did. Bertha Miller wrote that the wheel was broken.

The council met and spoke of the lamp for an hour. Nobody had lit it in the morning.

¹ In the year of the flood.

¹ In the year of the fire.
"""


def test_of_two_notes_with_one_label_and_one_mark_both_are_asked() -> None:
    edition = edition_of(ONE_MARK_FOR_TWO, "en")
    assert "stood still[^1] and" in printed(edition)
    asked = {query.note: query for query in edition.apparatus.queries if query.note}
    assert {asked[1].kind, asked[2].kind} == {"note", "mark"}
    assert asked[1].quote == "The mill stood still"


@pytest.mark.parametrize(("low", "kinds"), [(True, ["note", "mark"]), (False, ["mark"])])
def test_a_mark_low_on_a_page_is_asked_where_a_note_of_the_next_page_has_lost_its_own(
    low: bool, kinds: list[str]
) -> None:
    above, below = ("The wheel turned all night.", "") if low else ("", " The wheel turned all night.")
    pages = [f"{above} The mill stood still.*{below}".strip(), "The lamp was lit. Nobody saw it."]
    drafts, at = [], 0
    for folio, text in ((1, pages[0]), (1, "One."), (2, pages[1]), (2, "Two.")):
        drafts.append(Draft("paragraph", Tape(text, tuple(range(at, at + len(text))), ()), (), folio))
        at += len(text) + 2
    assembly = Assembly(drafts[::2], [("*", 1, [drafts[1]]), ("*", 2, [drafts[3]])])
    asked = place_notes(assembly, read_lexicon("en", "")).findings
    assert sorted(finding.kind for finding in asked) == sorted(kinds)


def test_a_text_without_notes_has_none() -> None:
    edition = edition_of("\n\n".join(body.format(*"    ") for body in BARE) + "\n", "en")
    assert not notes_text(edition)
    assert not [query for query in edition.apparatus.queries if query.kind in ("mark", "note")]
