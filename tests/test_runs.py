"""Lines are put together to paragraphs by what stands about them."""

from dataclasses import replace

from edition.columns import make_line
from edition.endings import Endings
from edition.entries import Entry
from edition.measures import Measure
from edition.runs import Setting, split_runs

MEASURE = Measure(30.0, 29.5, full=((1.0, 0.5),) * 40)
SETTING = Setting(Endings(MEASURE), None, indented=False, margins={}, spaced=False)
FULL = "and they went on by the river and the mill of the town, where all their own"


def runs(*texts: str) -> list[list[str]]:
    """Return the lines of each paragraph of a page, white space above the first alone."""
    entries: list[Entry] = []
    start = 0
    for n, text in enumerate(texts):
        line = make_line(start, text, 0, below=n == 0, top=n == 0)
        entries.append(Entry(line, "text", page=0, follows=entries[-1] if entries else None))
        start += len(text) + 1
    return [[entry.line.text for entry in run.entries] for run in split_runs(SETTING, entries)]


def test_a_heading_may_stand_above_a_small_letter() -> None:
    assert MEASURE.fills(make_line(0, FULL, 0, below=False, top=False))
    told = runs("The Winter of the Mill", FULL, FULL, "weavers lived.")
    assert told == [["The Winter of the Mill"], [FULL, FULL, "weavers lived."]]


def test_a_full_line_goes_on_with_a_small_letter() -> None:
    assert len(runs(FULL, FULL, "weavers lived.")) == 1


def test_the_first_line_of_prose_below_short_lines_is_no_verse() -> None:
    question = "Why do most of the weavers of our own town and of the old"
    told = runs("The Winter of the Mill", "Of the Weavers", question, FULL, FULL, "weavers lived.")
    assert told[-1][:2] == [question, FULL]


def test_what_lines_that_were_joined_leave_empty_begins_no_paragraph() -> None:
    """Those of a narrow block are parted by a measure that is not theirs."""
    lines = [make_line(0, text, 0, below=n == 0, top=n == 0) for n, text in enumerate((FULL, "of the town", FULL))]
    told = {}
    for rest in (False, True):
        own = [lines[0], replace(lines[1], rest=rest), lines[2]]
        told[rest] = len(split_runs(SETTING, [Entry(line, "text", page=0) for line in own]))
    assert told == {False: 2, True: 1}
