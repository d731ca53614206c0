"""How much full lines leave empty: a share of the word that had no room, or as paragraphs set as wholes leave it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, pi, sqrt

STEP = 0.05
"""Slacks are counted in such steps, in em."""
BLUR = 0.2
"""How far, in em, a slack tells of others."""
UNSEEN = 0.2
"""How many lines are thought to leave so much empty as none is known to do, over all the measure."""
MOST = 200
"""Lines from which the two ways of setting are told apart."""
ROUNDS = 20
"""How often the weight of the two ways is reckoned anew from what each line then tells."""

Counts = tuple[tuple[float, int], ...]
"""How many lines leave so much empty."""


@dataclass(frozen=True, slots=True)
class Slacks:
    """What the full lines of a book leave empty."""

    widest: float = 1.0
    """The measure, in em."""
    shares: Counts = ()
    """As a share of what follows them would have needed, or in em where they are too wide: line by line, each takes
    what it can."""
    widths: Counts = ()
    """In em, whatever follows them: where a paragraph's line ends are chosen together, all its lines are alike."""
    whole: float = 0.0
    """How far the book's lines are as the second says, and not as the first does."""

    def density(self, slack: float, needed: float, width: float) -> float:
        """Return how many of all full lines, to the em, leave so much empty before what needs so much.

        `width` is by how much the slack may be off, in em.
        """
        known = sum(count for _, count in self.shares)
        told = 0.0
        if self.whole < 1:
            told += (1 - self.whole) * sum(
                count * _bell(share * (needed if share > 0 else 1.0) - slack, width) for share, count in self.shares
            )
        if self.whole > 0:
            told += self.whole * sum(count * _bell(empty - slack, width) for empty, count in self.widths)
        # No full line leaves much more empty than its next word needs: of all of them, none was seen that does.
        return told / known + UNSEEN / known / self.widest


def _bell(off: float, width: float) -> float:
    return exp(-((off / width) ** 2) / 2) / (width * sqrt(2 * pi))


def fit_slacks(full: Sequence[tuple[float, float]], widest: float) -> Slacks:
    """Return what full lines tell, given what each needs for its next word and what it leaves empty."""
    shares = Counter(_round(slack / need if slack > 0 else slack) for need, slack in full)
    widths = Counter(_round(slack) for _, slack in full)
    found = Slacks(widest, tuple(sorted(shares.items())), tuple(sorted(widths.items())))
    return Slacks(widest, found.shares, found.widths, _fit_whole(full[:: -(-len(full) // MOST)]))


def _round(slack: float) -> float:
    return round(slack / STEP) * STEP


def _fit_whole(full: Sequence[tuple[float, float]]) -> float:
    """Return how far each line is told better by all others' slacks than by their shares of their next words."""
    told: list[tuple[float, float]] = []
    for n, (need, slack) in enumerate(full):
        others = [*full[:n], *full[n + 1 :]]
        alike = sum(_bell(empty - slack, BLUR) for _, empty in others)
        share = sum(_bell((empty / own * need if empty > 0 else empty) - slack, BLUR) for own, empty in others)
        told.append((alike + STEP, share + STEP))
    whole = 0.5
    for _ in range(ROUNDS):
        whole = sum(whole * alike / (whole * alike + (1 - whole) * share) for alike, share in told) / len(told)
    return whole
