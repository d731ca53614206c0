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
