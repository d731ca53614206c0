"""How wide characters are: as text faces have them, or as a book's own full lines tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from unicodedata import normalize

_WIDTHS = {
    char: width
    for chars, width in (
        ("ijltI.,;:'’‘|! ", 0.28),
        ("fr()[]-\u2010", 0.34),
        ("sJ", 0.39),
        ('acez?“”"„асеэзгтьяγεζςτ', 0.44),
        ("mWMшщюФΩω", 0.78),
        ("wмфжыЫDGHKNOQUVXYAИНОПЦ", 0.7),
        ("BCRETLZ", 0.64),
        ("FPSинпц", 0.56),
        ("ЖМ", 0.88),
        ("—…ШЩЮ", 1.0),
    )
    for char in chars
}
"""Widths of characters in em, as text faces have them within a tenth (Times' are the model); others are half an em."""
TOLD, KNOWN = 36, 60
"""Characters whose widths are fitted, the most frequent; and the lines it takes."""
MOST = 600
"""Lines that are looked at: more tell little more."""
FIRM = 0.7
"""What a line's width may be off, in em, for its justified spaces: it makes one line outweigh so much."""
LEEWAY = 0.06
"""How far, in em, a face's widths lie from those of others."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths of characters in em."""

    own: dict[str, float] = field(default_factory=dict)
    """Where they are known to differ from the usual ones."""

    def measure(self, text: str) -> float:
        """Return the width of a text in em, unjustified."""
        return sum(map(self.of, normalize("NFD", text)))

    def of(self, char: str) -> float:
        """Return the width of a character; accents that combine have none."""
        width = self.own.get(char, _WIDTHS.get(char))
        if width is not None:
            return width
        return 0.0 if "\u0300" <= char <= "\u036f" else 0.66 if char.isupper() else 0.5


USUAL = Widths()


def fit_widths(lines: Sequence[str]) -> Widths:
    """Return the widths by which full lines of one measure are most alike, near the usual ones where little tells.

    How wide the lines are on the whole does not change. Few lines tell nothing.
    """
    if len(lines) < KNOWN:
        return USUAL
    counts = [Counter(normalize("NFD", line)) for line in lines[:: -(-len(lines) // MOST)]]
    total = sum(counts, Counter[str]())
    ranked = sorted((char for char in total if USUAL.of(char)), key=lambda char: (-total[char], char))
    chars = {char: n for n, char in enumerate(ranked[:TOLD])}
    widths = [sum(USUAL.of(char) * count for char, count in own.items()) for own in counts]
    goal = fmean(widths)
    firm = (FIRM / LEEWAY) ** 2
    sums = [[firm * (i == j) for j in range(len(chars))] for i in range(len(chars))]
    wanted = [0.0] * len(chars)
    for own, width in zip(counts, widths, strict=True):
        known = [(chars[char], count) for char, count in own.items() if char in chars]
        for i, count in known:
            wanted[i] += count * (goal - width)
            for j, other in known:
                sums[i][j] += count * other
    shifts = solve(sums, wanted)
    return Widths({char: USUAL.of(char) + shifts[n] for char, n in chars.items()})


def solve(sums: list[list[float]], wanted: list[float]) -> list[float]:
    """Return the solution of linear equations; the matrix is positive definite, so no pivot is needed."""
    rows = [[*row, value] for row, value in zip(sums, wanted, strict=True)]
    for i, row in enumerate(rows):
        for below in rows[i + 1 :]:
            factor = below[i] / row[i]
            if factor:
                below[i:] = [a - factor * b for a, b in zip(below[i:], row[i:], strict=True)]
    found = [0.0] * len(rows)
    for i in reversed(range(len(rows))):
        known = sum(rows[i][j] * found[j] for j in range(i + 1, len(rows)))
        found[i] = (rows[i][-1] - known) / rows[i][i]
    return found
