"""Notes far from their labels are found by these: no more of them than there are labels."""

from edition.claims import find_claimed
from edition.columns import Line, make_line
from edition.measures import Measure

TEXT = Measure(28.0, 27.5)
FULL = "and they went on by the river and the mill of the town, where all their"
NOTE = f"{FULL} own weavers lived"


def column(*texts: str) -> list[Line]:
    """Return lines, white space above those that begin with a bar."""
    return [make_line(100 * n, t.lstrip("|"), 0, below=t[0] == "|", top=n == 0) for n, t in enumerate(texts)]


def claimed(lines: list[Line], *roles: str, labels: tuple[str, ...] = ("",) * 9) -> set[int]:
    return find_claimed(lines, roles, labels[: len(lines)], TEXT)


def test_wide_lines_are_the_note_of_a_label_that_has_no_text() -> None:
    assert TEXT.fills(column(FULL)[0])
    lines = column(f"|{FULL}", f"|{NOTE}", "by the mill.", f"|{FULL}", "|2")
    assert claimed(lines, "text", "text", "text", "text", "label", labels=("", "", "", "", "2")) == {1, 2}
    assert claimed(lines, "text", "text", "text", "text", "text") == set()


def test_lines_as_wide_as_text_are_none() -> None:
    lines = column(f"|{FULL}", f"|{FULL}", "by the mill.", f"|{FULL}", "|2")
    assert claimed(lines, "text", "text", "text", "text", "label", labels=("", "", "", "", "2")) == set()


def test_more_blocks_than_labels_are_not_told_apart() -> None:
    lines = column(f"|{FULL}", f"|{NOTE}", "by the mill.", f"|{NOTE}", "by the river.", "|2")
    roles = ("text",) * 5 + ("label",)
    assert claimed(lines, *roles, labels=("", "", "", "", "", "2")) == set()


def test_lines_right_above_a_label_are_those_of_the_labels_before_it() -> None:
    lines = column(f"|{FULL}", "|Ibid., p. 92.", "14", "Letters of the weavers.", "|13")
    roles = ("text", "text", "label", "note", "label")
    assert claimed(lines, *roles, labels=("", "", "14", "", "13")) == {1}
    assert claimed(lines, *roles, labels=("", "", "14", "", "12")) == set()
    full = [*lines[:1], *column("|by", f"|{FULL}")[1:], *lines[2:]]
    assert claimed(full, *roles, labels=("", "", "14", "", "13")) == set()
    lines[1] = make_line(100, "Ibid., p. 92.", 0, below=False, top=False)
    assert claimed(lines, *roles, labels=("", "", "14", "", "13")) == set()
