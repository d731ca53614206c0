"""Marks given to their notes where several notes have one label."""

from itertools import accumulate

from edition.bounds import Bounds
from edition.evidence import Place
from edition.labels import lone_stars
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


def _assembly(blocks: list[tuple[int, str]]) -> Assembly:
    """Return an assembly of these blocks, each with its page: those that begin with a sign are notes."""
    text, notes, at = [], [], 0
    for folio, block in blocks:
        draft = Draft("paragraph", Tape(block, tuple(range(at, at + len(block))), ()), (), folio)
        if block[0] in "*†¹":
            notes.append((block[0].replace("¹", "1"), folio, [draft]))
        else:
            text.append(draft)
        at += len(block) + 2
    return Assembly(text, notes)


def test_signs_rise_with_notes_that_run_over_to_the_next_pages() -> None:
    pages = [(4, "The mill stood still.*"), (5, "The field lay fallow.*"), (6, "The lamp was lit.")]
    assembly = _assembly([*pages, (5, "* One."), (6, "* Two.")])
    found, _ = match_marks(assembly, Bounds(assembly))
    assert found == {0: Place(0, 21, 22), 1: Place(1, 21, 22)}


def test_a_sign_far_from_the_only_note_that_has_none_is_not_its_mark() -> None:
    assembly = _assembly([(1, "The mill."), (1, "† One."), (8, "The field lay† fallow.†"), (8, "† Two.")])
    found, stray = match_marks(assembly, Bounds(assembly))
    assert list(found) == [1]
    assert len(stray) == 1


def test_asterisks_behind_a_quotation_mark_that_opens_enclose_words() -> None:
    assert lone_stars('He read the "*Georgics*," they say, and wrote "*well*"* of them.') == [(54, 55)]
    assert lone_stars('"*Nobody*" knew.*') == [(16, 17)]


def test_a_number_that_begins_again_may_call_a_note_two_pages_on() -> None:
    """Where the foot of its page and of the next is full."""
    pages = [(1, "The mill¹ stood."), (1, "¹ One."), (5, "The lamp was lit.* The field lay¹ fallow.")]
    assembly = _assembly([*pages, (6, "* Three."), (7, "The door was shut."), (7, "¹ Two.")])
    found, stray = match_marks(assembly, Bounds(assembly))
    assert found == {0: Place(0, 8, 9), 1: Place(1, 17, 18), 2: Place(1, 32, 33)}
    assert not stray
