"""Notes that stand far from their labels: told by these, which have no text, and by how wide their lines are."""

from collections.abc import Sequence
from itertools import pairwise

from edition.columns import Line
from edition.measures import JOINED, WIDER, Measure

LINES = 3
"""Lines of a note at most that only the label below it tells of."""
WIDEST = 1.45
"""How much wider a note's lines are than those of text, at most: others are several that were joined."""


def find_claimed(
    lines: Sequence[Line], roles: Sequence[str], labels: Sequence[str], measure: Measure | None
) -> set[int]:
    """Return the lines of text in a column that are notes, since labels of notes stand alone with no text below.

    Such are the few between white space and the label of the next note, if none fills the measure of text; and, on a
    page that has no other note, those between white space that are as wide as notes are, if there are no more of them
    than labels.
    """
    idle = {label for n, label in enumerate(labels) if roles[n] == "label" and "note" not in roles[n + 1 :]}
    if "note" in roles:
        found = [_find_above(lines, roles, labels, at, idle) for at in range(len(lines))]
        return {n for own in found if measure and not any(measure.fills(lines[k]) for k in own) for n in own}
    blocks = [block for block in _find_blocks(lines, roles) if measure is not None and _is_wide(lines, block, measure)]
    return {n for block in blocks for n in block} if len(blocks) <= len(idle) else set()


def _find_above(lines: Sequence[Line], roles: Sequence[str], labels: Sequence[str], at: int, idle: set[str]) -> range:
    """Return the lines between white space and a label right below them, if the labels before it are idle."""
    if roles[at] not in ("label", "note") or not labels[at].isdigit() or lines[at].below:
        return range(0)
    first = at
    while first and roles[first - 1] == "text" and not (first < at and lines[first].below):
        first -= 1
    claimed = 0
    while str(int(labels[at]) - 1 - claimed) in idle:
        claimed += 1
    apart = first < at and lines[first].below and not lines[first].top
    return range(first, at) if apart and at - first <= LINES * claimed else range(0)


def _find_blocks(lines: Sequence[Line], roles: Sequence[str]) -> list[range]:
    """Return the text between white space, from line to line, but for the first of the column."""
    starts = [n for n in range(len(lines)) if n == 0 or lines[n].below or roles[n] != roles[n - 1]]
    blocks = [range(first, last) for first, last in pairwise([*starts, len(lines)])]
    return [
        block for block in blocks if roles[block[0]] == "text" and lines[block[0]].below and not lines[block[0]].top
    ]


def _is_wide(lines: Sequence[Line], block: range, measure: Measure) -> bool:
    """Tell whether lines are wider than those of text, but for the last."""
    widths = [lines[n].width for n in block[:-1]]
    least, most = WIDER * measure.mean, WIDEST * measure.mean
    return len(widths) > 0 and all(max(least, JOINED * measure.widest) < width < most for width in widths)
