"""How a booklet's lines were set: face and measure found from the ends of lines that are known; where others end."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from edition.advances import Face, read_faces, read_widths
from edition.composers import Composer, break_lines, break_lines_back, likely_ends, read_places
from edition.syllables import Syllables

INDENT = 1.2
"""Of a paragraph's first line, in em: between none and the width of two characters."""
LEADING = 1.2
"""How many lines a page has for each em of its measure: from A6 to half letter it is about so."""


class Stretch(NamedTuple):
    """A text that begins with a line, with what is read behind its end."""

    text: str
    end: int
    """Where it ends with a line, a place of the text."""
    indent: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of how a booklet's lines are set."""

    composers: tuple[tuple[float, Composer], ...]
    """The likeliest, each with how likely it is; what is missing to 1 is that none of them is near."""
    syllables: Syllables

    @property
    def best(self) -> Composer:
        """The likeliest."""
        return self.composers[0][1]

    @property
    def trust(self) -> float:
        """How likely one of them is near."""
        return sum(share for share, _ in self.composers)

    def ends(self, text: str, indent: float, window: tuple[int, int]) -> dict[int, tuple[float, int]]:
        """Return for each place of a window of a text that begins a line how likely a line ends there, and which."""
        return self._average(text, indent, window, back=False)

    def begins(self, text: str, window: tuple[int, int]) -> dict[int, tuple[float, int]]:
        """Return the same of a text that ends with a line for where lines begin, the lines told from its end."""
        return self._average(text, 0.0, window, back=True)

    def _average(
        self, text: str, indent: float, window: tuple[int, int], *, back: bool
    ) -> dict[int, tuple[float, int]]:
        total: dict[int, float] = {}
        lines: dict[int, int] = {}
        for share, composer in self.composers:
            places = read_places(text, composer.face, self.syllables if composer.breaks else None)
            ats = [place.at for place in places]
            if back:
                layers = break_lines_back(composer, places, bisect_left(ats, window[0]))
            else:
                layers = break_lines(composer, places, indent, min(len(ats) - 1, bisect_left(ats, window[1])))
            for at, (value, count) in likely_ends(layers, places).items():
                if window[0] <= at <= window[1]:
                    total[at] = total.get(at, 0.0) + share * value
                    lines.setdefault(at, count)
        return {at: (value, lines[at]) for at, value in total.items()}

    def lines(self, text: str, indent: float) -> int:
        """Return how many lines a paragraph, or what is left of one behind a line's end, takes."""
        composer = self.best
        places = read_places(text, composer.face, self.syllables if composer.breaks else None)
        if not places:
            return 0
        best, count, end = 1e9, 1, places[-1].end
        layers = [{-1: 0.0}, *break_lines(composer, places, indent, len(places) - 1)]
        for n, layer in enumerate(layers, 1):
            for place, cost in layer.items():
                rest = end - (places[place].start if place >= 0 else -indent)
                if cost < best and 0 < rest <= composer.measure * (1 + _SLOP):
                    best, count = cost, n
        return count


_SLOP = 0.01
"""Of a line, what its words' widths may be wrong by."""
CHANCE = 0.07
"""How likely a line ends at a place of which nothing is known but that a word does."""
_SHARES = 6
"""Composers that are held against each other."""


def fit_setting(stretches: Sequence[Stretch], syllables: Syllables, usual: float) -> Setting:
    """Return the composers by whom each of these texts, which begins with a line after an indent, ends with one.

    `usual` is the measure in em that is likely before anything is known of it.
    """
    faces = read_faces()
    lengths = {face: [sum(read_widths(text[:end], face)) + indent for text, end, indent in stretches] for face in faces}
    grid = [usual * 1.0025**step for step in range(-160, 161)]
    scores: dict[tuple[Face, int, bool, bool], float] = {}

    def weigh(face: Face, step: int, *, together: bool = True, breaks: bool = True) -> None:
        key = face, step, together, breaks
        if key not in scores and 0 <= step < len(grid):
            scores[key] = _score(stretches, Composer(face, grid[step], together, breaks), syllables, usual)

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
    return Setting(
        tuple((share, Composer(face, measure, *how)) for (face, *how), (_, share, measure) in ranked), syllables
    )


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


def _score(stretches: Sequence[Stretch], composer: Composer, syllables: Syllables, usual: float) -> float:
    score = _prior(composer.measure, usual)
    for text, end, indent in stretches:
        places = read_places(text, composer.face, syllables if composer.breaks else None)
        upto = bisect_left([place.at for place in places], end)
        found = likely_ends(break_lines(composer, places, indent, upto), places)
        score += log((1 - HELD) * CHANCE + HELD * found.get(end, (0.0, 0))[0]) - log(CHANCE)
    return score


HELD = 0.9
"""How often a known end of a page is the end of a line as the composer sets it."""
