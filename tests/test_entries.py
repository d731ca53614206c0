"""The lines of a side are told apart: text, notes, and the headings among these."""

from collections import Counter

from edition.columns import Line, Side, make_line
from edition.entries import read_entries
from edition.feet import read_feet
from edition.measures import Measure, Measures

MEASURES = Measures(Measure(30.0, 29.0), Measure(38.0, 37.0))


def roles(*texts: str) -> dict[str, str]:
    """Return what each line is, white space between all but those of the text."""
    lines: list[Line] = []
    start = 0
    for n, text in enumerate(texts):
        lines.append(make_line(start, text, 0, below=n == 0 or n > 2, top=n == 0))
        start += len(text) + 1
    side = Side((tuple(lines),))
    feet = read_feet((side,), ((14, 19),))
    return {entry.line.text: entry.role for own in read_entries(side, feet, MEASURES, Counter()) for entry in own}


TEXT = ("they went by the old mill to the river,13 and there", "they saw the bridge of the weavers;14 but the", "town")


def test_a_heading_below_a_whole_note_is_text() -> None:
    told = roles(*TEXT, "13 Ibid., p. 192.", "14 Letters of the weavers of the town.", "The Second Winter", "14", "19")
    assert told["The Second Winter"] == "text"
    assert told["14 Letters of the weavers of the town."] == "note"


def test_the_rest_of_a_note_is_none() -> None:
    told = roles(*TEXT, "13 Ibid., p. 192.", "14 Letters of the weavers of the", "Town of the River", "14", "19")
    assert told["Town of the River"] == "note"
    told = roles(*TEXT, "13 Ibid., p. 192.", "14 Letters of the weavers of the town.", "See the annals.", "14", "19")
    assert told["See the annals."] == "note"
    told = roles(*TEXT, "13 Ibid., p. 192.", "14 Letters of the weavers of the town.", "Ibid., p. 89.", "14", "19")
    assert told["Ibid., p. 89."] == "note"


def apart(*texts: str) -> list[tuple[str, str]]:
    """Return what each line is, white space above those that begin with a bar."""
    lines: list[Line] = []
    start = 0
    for n, text in enumerate(texts):
        lines.append(make_line(start, text.lstrip("|"), 0, below=text[0] == "|", top=n == 0))
        start += len(text) + 1
    side = Side((tuple(lines),))
    feet = read_feet((side,), ((20, 25),))
    return [(e.line.text, e.role) for own in read_entries(side, feet, MEASURES, Counter()) for e in own]


def test_a_label_right_below_its_note_waits_for_no_other() -> None:
    notes = ("|Ibid., p. 92.", "Letters of the weavers of the town.", "14")
    told = apart(*TEXT, "13", *notes, "|20", "|The Second Winter", "The Weavers", "|25")
    assert [role for text, role in told if "weavers of the town" in text] == ["note"]
    assert [role for text, role in told if text in ("The Second Winter", "The Weavers")] == ["text", "text"]
    told = apart(*TEXT, "13", notes[0], "|14", "|Letters of the weavers of the town.", "|20")
    assert [role for text, role in told if "weavers of the town" in text] == ["note"]


def test_lines_above_a_label_are_the_notes_whose_labels_stand_alone() -> None:
    above = ("|Ibid., p. 92.", "14", "Letters of the weavers of the town.")
    assert dict(apart(*TEXT, *above, "|20", "|13"))["Ibid., p. 92."] == "note"
    assert dict(apart(*TEXT, *above, "|20"))["Ibid., p. 92."] == "text"


def test_lines_alike_that_are_narrower_than_text_are_no_note() -> None:
    quoted = (
        "|“And the mill by the old river of the town was theirs,",
        *["and the mill by the old river of the town was theirs"] * 4,
    )
    assert make_line(0, quoted[1], 0, below=False, top=False).width < 0.93 * 29.0
    told = apart(*TEXT, "|13", "Ibid., p. 92.", *quoted, "and so it stood.”", "|20", "|25")
    assert {role for text, role in told if "old river" in text} == {"text"}
    assert [role for text, role in told if text == "Ibid., p. 92."] == ["note"]
