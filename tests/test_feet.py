"""What stands at the foot of pages: labels, also above their marks, and what is none."""

from edition.columns import Line, Side, make_line
from edition.feet import find_calls, read_feet


def side(*texts: tuple[str, bool]) -> Side:
    lines: list[Line] = []
    start = 0
    for text, below in texts:
        lines.append(make_line(start, text, 0, below=below, top=not lines))
        start += len(text) + 1
    return Side((tuple(lines),))


def labelled(given: Side) -> set[str]:
    return {foot.label for foot in read_feet((given,), None).values() if foot.kind == "labelled"}


def test_a_note_alone_between_white_space_may_stand_above_its_mark() -> None:
    own = ("18 See the book of the mill.", True)
    text = ("they went to the mill by the river;18 and then", True)
    assert labelled(side(("by the old river", True), own, text)) == {"18"}
    assert labelled(side(("by the old river", True), ("18 men of the mill", True), text)) == set()


def test_no_note_is_called_nought() -> None:
    line = make_line(0, "to the dom0 and the mill.10 And", 0, below=True, top=True)
    assert [label for _, _, label in find_calls(line)] == ["10"]


def test_of_two_figures_the_folio_is_the_one_that_no_mark_above_calls() -> None:
    first = ("by the mill", "21", "See the mill.", "22")
    second = ("by the river;21 and there.22 So", "21", "See the river.", "22", "Ibid.", "23")
    lines = [(text, n == 0) for n, text in enumerate((*first, *second))]
    given = side(*lines)
    feet = read_feet((given,), ((22, 23),))
    told = [(line.text, feet[line.start].kind) for line in given.columns[0] if line.start in feet]
    assert told.count(("22", "folio")) == 1
    assert feet[given.columns[0][3].start].kind == "folio"


def test_of_two_figures_the_folio_is_the_one_between_white_space() -> None:
    text = ("They went down to the mill by the river;6 and there, with the others,7 they stayed for a time", True)
    given = side(text, ("6", True), ("11", True), ("and so it was", True), ("6", True), ("7", False), ("See it.", True))
    feet = read_feet((given,), ((6, 11),))
    told = [(line.text, feet[line.start].kind) for line in given.columns[0] if line.start in feet]
    assert told == [("6", "folio"), ("11", "folio"), ("6", "label"), ("7", "label")]
