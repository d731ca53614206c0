"""Marks given to their notes where several notes have one label."""

from itertools import accumulate

from edition.bounds import Bounds
from edition.evidence import Place
from edition.matching import match_marks
from edition.paragraphs import Assembly
from edition.shapes import Draft
from edition.tape import Tape

BLOCKS = (
    "The council met and spoke of the lamp for an hour.",
    "\u00b9 In the year of the frost.",
    "The mill stood still\u00b9 for the whole of the evening.",
    "\u00b9 In the year of the flood.",
)


def test_of_two_notes_with_one_label_on_a_page_that_behind_the_paragraph_has_its_mark() -> None:
    starts = accumulate((len(block) + 2 for block in BLOCKS), initial=0)
    drafts = [
        Draft("paragraph", Tape(block, tuple(range(start, start + len(block))), ()), (), 2)
        for block, start in zip(BLOCKS, starts, strict=False)
    ]
    assembly = Assembly(drafts[::2], [("1", 2, [drafts[1]]), ("1", 2, [drafts[3]])])
    found, stray = match_marks(assembly, Bounds(assembly))
    assert found == {1: Place(1, 20, 21)}
    assert not stray
