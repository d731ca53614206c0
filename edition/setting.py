"""How a booklet's lines were set: face and measure found from the ends of lines that are known; where others end."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from edition.advances import Face, read_faces, read_widths
from edition.composers import Composer, Copy, break_lines, break_lines_back, likely_ends

INDENT = 1.2
"""Of a paragraph's first line, in em: between none and the width of two characters."""
LEADING = 1.2
"""How many lines a page has for each em of its measure: from A6 to half letter it is about so."""


class Stretch(NamedTuple):
    """A text that begins with a line, with what is read behind its end."""

    copy: Copy
    end: int
    """Where it ends with a line, a place of the text."""
    indent: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of how a booklet's lines are set."""

    composers: tuple[tuple[float, Composer], ...]
    """The likeliest, each with how likely it is; what is missing to 1 is that none of them is near."""

    @property
    def best(self) -> Composer:
        """The likeliest."""
        return self.composers[0][1]

    @property
    def trust(self) -> float:
        """How likely one of them is near."""
        return sum(share for share, _ in self.composers)

    def ends(self, copy: Copy, start: int, indent: float, window: tuple[int, int]) -> dict[int, tuple[float, int]]:
        """Return how likely a line ends at each place of a window of the copy, and the how manieth it is.

        A line begins at `start`, after an indent in em.
        """
        total: dict[int, tuple[float, int]] = {}
        for share, composer in self.composers:
            places, ats = copy.places(composer)
            upto = min(len(ats) - 1, bisect_left(ats, window[1]))
            layers = break_lines(composer, places, bisect_left(ats, start) - 1, indent, upto)
            _add(total, share, likely_ends(layers, places), window)
        return total

    def begins(self, copy: Copy, end: int, window: tuple[int, int]) -> dict[int, tuple[float, int]]:
        """Return the same for where lines begin above one that ends at `end`, by the place before; told from there."""
        total: dict[int, tuple[float, int]] = {}
        for share, composer in self.composers:
            places, ats = copy.places(composer)
            layers = break_lines_back(composer, places, bisect_left(ats, end), bisect_left(ats, window[0]))
            _add(total, share, likely_ends(layers, places), window)
        return total

    def lines(self, copy: Copy, start: int, end: int, indent: float) -> int:
        """Return how many lines a paragraph takes that ends at `end`, from the beginning of one on."""
        composer = self.best
        places, ats = copy.places(composer)
        first, last = bisect_left(ats, start) - 1, bisect_left(ats, end)
        best, count = 1e9, 1
        layers = [{first: 0.0}, *break_lines(composer, places, first, indent, last)]
        for n, layer in enumerate(layers, 1):
            for place, cost in layer.items():
                begin = (places[place].start if place >= 0 else 0.0) - indent * (n == 1)
                if cost < best and 0 < places[last].end - begin <= composer.measure * (1 + _SLOP):
                    best, count = cost, n
        return count


def _add(
    total: dict[int, tuple[float, int]], share: float, found: dict[int, tuple[float, int]], window: tuple[int, int]
) -> None:
    for at, (value, count) in found.items():
        if window[0] <= at <= window[1]:
            before, known = total.get(at, (0.0, count))
            total[at] = before + share * value, known


_SLOP = 0.01
"""Of a line, what its words' widths may be wrong by."""
_CHANCE = 0.07
"""How likely a line ends at a place of which nothing is known but that a word does."""
_SHARES = 6
"""Composers that are held against each other."""


def fit_setting(stretches: Sequence[Stretch], usual: float) -> Setting:
    """Return the composers by whom each of these texts, which begins with a line after an indent, ends with one.

    `usual` is the measure in em that is likely before anything is known of it.
    """
    faces = read_faces()
    lengths = {
        face: [sum(read_widths(copy.text[:end], face)) + indent for copy, end, indent in stretches] for face in faces
    }
    grid = [usual * 1.0025**step for step in range(-160, 161)]
    scores: dict[tuple[Face, int, bool, bool], float] = {}

    def weigh(face: Face, step: int, *, together: bool = True, breaks: bool = True) -> None:
        key = face, step, together, breaks
        if key not in scores and 0 <= step < len(grid):
            scores[key] = _score(stretches, Composer(face, grid[step], together, breaks), usual)

    for face in faces:
        rough = [(_plain_score(lengths[face], measure, usual), n) for n, measure in enumerate(grid) if n % 2 == 0]
        for _, n in sorted(rough, reverse=True)[:_TRIED]:
            weigh(face, n)
        for _, step in sorted(((score, n) for (own, n, *_), score in scores.items() if own is face), reverse=True)[:2]:
            # Lines that are filled one by one never hold more than the measure, and mostly less.
            for more in _FILLED:
                weigh(face, step + more, together=False)
    for face, n, together, _ in sorted(scores, key=lambda key: -scores[key])[:_KEPT]:
        weigh(face, n, together=together, breaks=False)
    for _ in range(2):
        for face, n, together, breaks in sorted(scores, key=lambda key: -scores[key])[:_KEPT]:
            weigh(face, n - 1, together=together, breaks=breaks)
            weigh(face, n + 1, together=together, breaks=breaks)
    top = max(scores.values())
    total = exp(_UNKNOWN - top) + sum(exp(score - top) for score in scores.values())
    likeliest: dict[tuple[Face, bool, bool], tuple[float, float, float]] = {}
    for (face, n, together, breaks), score in sorted(scores.items(), key=lambda item: -item[1]):
        best, share, measure = likeliest.get((face, together, breaks), (score, 0.0, grid[n]))
        likeliest[face, together, breaks] = best, share + exp(score - top) / total, measure
    ranked = sorted(likeliest.items(), key=lambda item: -item[1][1])[:_SHARES]
    return Setting(tuple((share, Composer(face, measure, *how)) for (face, *how), (_, share, measure) in ranked))


_UNKNOWN = 6.0
"""How likely, in nats, it is that no composer is near: of so many the best of them is worth so much by chance."""
_FILLED = (3, 6, 9, 12)
"""How much wider, in steps, the measure is looked for where lines are filled one by one."""
_TRIED, _KEPT = 8, 6
"""Measures of each face that are looked at closely; and of all composers those whose neighbours are, too."""


def _prior(measure: float, usual: float) -> float:
    return -0.5 * (log(measure / usual) / _VARIED) ** 2


_VARIED = 0.18
"""How far a booklet's measure lies from the usual one, as a share of it."""


def _plain_score(lengths: list[float], measure: float, usual: float) -> float:
    """Return how well texts of these lengths fill whole lines of a measure, whatever is known of words."""
    score = _prior(measure, usual)
    for length in lengths:
        count = max(1, round(length / measure))
        deviation = measure * (0.012 + 0.008 * count**0.5)
        z = (length - count * measure) / deviation
        score += log(0.4 + 0.6 * 0.4 * measure / deviation * exp(-0.5 * z * z))
    return score


def weigh_edge(likely: float) -> float:
    """Return how much, in nats, it says for a page's end that a composer ends a line there so likely."""
    return log((1 - _HELD) * _CHANCE + _HELD * likely) - log(_CHANCE)


def _score(stretches: Sequence[Stretch], composer: Composer, usual: float) -> float:
    score = _prior(composer.measure, usual)
    for copy, end, indent in stretches:
        places, ats = copy.places(composer)
        found = likely_ends(break_lines(composer, places, -1, indent, bisect_left(ats, end)), places)
        score += weigh_edge(found.get(end, (0.0, 0))[0])
    return score


_HELD = 0.9
"""How often a known end of a page is the end of a line as the composer sets it."""
