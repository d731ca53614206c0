"""How wide words are set: where lines end, on pages whose measure is found from the pages that are known."""

from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt

from edition import assets

INDENT = 1.5
"""Of a paragraph's first line, in mean characters: between none and the width of two."""


@cache
def _widths() -> dict[str, float]:
    """Return the widths of the characters of a text face, the mean of running text being 1.

    Faces for text differ less in these than in their size: an i is everywhere a third of an m.
    """
    from fontTools.ttLib import TTFont

    with TTFont(assets.path("fonts/EBGaramond-Regular.ttf"), lazy=True) as face:
        advances = face["hmtx"].metrics
        found = {chr(code): float(advances[name][0]) for code, name in face.getBestCmap().items()}
    mean = sum(found[c] for c in "etaoinshrdlu ") / 13
    return {c: width / mean for c, width in found.items()}


def width(text: str) -> float:
    """Return how wide a text is, in mean characters."""
    widths = _widths()
    return sum(widths.get(c, 1.0) for c in text)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of how a booklet's lines are set."""

    measure: float
    """The width of a line, in mean characters."""
    trust: float
    """How often what is known of the measure shows where lines end, from 0 to 1."""

    def lines(self, length: float) -> float:
        """Return how many lines a paragraph of this width takes."""
        return float(-(-length // self.measure))

    def ends_line(self, length: float) -> float:
        """Return how much likelier it is that a line ends after this width of one paragraph than by chance, in nats."""
        return log(1 - self.trust + self.trust * _density(length, self.measure))


def _density(length: float, measure: float) -> float:
    """Return the density of line ends at this width from where a line begins; its mean is 1.

    Each line ends where a word or a syllable does and its spaces give, two characters about its measure: the
    deviations add up.
    """
    count = max(1, round(length / measure))
    deviation = 1.0 + 2.2 * sqrt(count)
    return measure / deviation * 0.4 * exp(-0.5 * ((length - count * measure) / deviation) ** 2)


def fit_setting(lengths: list[float]) -> Setting | None:
    """Return the measure at which these widths, each from the beginning of a line to the end of one, are whole lines.

    None where they are too few to tell.
    """
    if len(lengths) < 4:
        return None
    best: tuple[float, float, float] | None = None
    measure = 32.0
    while measure < 110:
        densities = [_density(length, measure) for length in lengths]
        for trust in (0.3, 0.6, 0.9):
            score = sum(log(1 - trust + trust * d) for d in densities)
            if best is None or score > best[0]:
                best = (score, measure, trust)
        measure += 0.15
    assert best is not None
    # Of widths at random the best of these measures is worth six nats once in twenty times.
    return Setting(best[1], best[2]) if best[0] > 6.0 else None
