"""How likely a paragraph ends with a line: by what the line leaves empty, and by how far in the next one begins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import exp, log, pi, sqrt
from statistics import median

from edition.columns import Line
from edition.measures import HYPHEN, JOINED, SPACE, Measure, begins_small, calibrate, ends_open, like_lines

SURE = 9.0
"""Nats of what is as good as certain."""
FEWEST, WANTED = 6, 40
"""First lines, and other full lines, from which an indent can be told."""
LEAST = 0.3
"""The smallest indent, in em, that is told from none."""
SHORT = 0.15
"""A line that leaves so much of the measure empty, and room for the next word, surely is short."""
BLUR = 0.35
"""How far, in em, a slack tells of others."""
OFF = 4.0
"""A line wider or narrower than full ones by so many em is none: what it says of an indent is not believed."""
TIGHT = 2.0
"""Nats for an em: how fast a paragraph's last line grows unlikely beyond the margin. Only full lines are squeezed."""
MOST = 3.0
"""Nats that an indent tells at most: lines are justified, and their natural widths spread."""
UNSEEN = 0.5
"""How many lines are thought to leave so much empty at least, though none is known that does."""
ROUNDS = 12
"""How often the share of the sentences that end a paragraph is reckoned anew from what each of them then tells."""
PRIOR = 2.0
"""How many sentences' worth the first estimate of that share has."""


@dataclass(frozen=True, slots=True)
class Endings:
    """What the lines of a book tell of where its paragraphs end."""

    measure: Measure
    inset: float = 0.0
    """How much narrower, in em, the first lines of paragraphs are, where they are indented."""
    share: float = 0.5
    """Of the sentences that end with a line, those that end a paragraph."""

    def odds(self, line: Line, after: Line, beyond: Line | None) -> float:
        """Return how likely, in nats, a paragraph ends with a line that ends a sentence: positive where it does.

        `after` is the next line, `beyond` the one under it, if it stands on the same page.
        """
        if not self.measure.full:
            return SURE if self.measure.slack(line) - after.first - SPACE > 1.0 else -SURE
        return log(self.share / (1 - self.share)) + self.evidence(line, after, beyond)

    def evidence(self, line: Line, after: Line, beyond: Line | None) -> float:
        """Return the same by its lines alone, were as many sentences to end a paragraph as not."""
        return self._tell_slack(line, after) + self._tell_inset(after, beyond)

    def _tell_slack(self, line: Line, after: Line) -> float:
        """Return how likely, in nats, a line is the last of a paragraph, by what it leaves empty."""
        slack, lines = self.measure.slack(line), count_lines(self.measure, line)
        last = -log(self.measure.widest) + min(0.0, TIGHT * slack / lines)
        if line.width > JOINED * self.measure.widest and slack < (JOINED - 1) * self.measure.widest:
            # What is left of a word behind the last full line of several joined does not show.
            last = log(2) - log(self.measure.widest)
        near = like_lines(self.measure, line, after.first + SPACE)
        return last - log(self._density(near, slack, sqrt(lines)))

    def _tell_inset(self, line: Line, beyond: Line | None) -> float:
        """Return how likely, in nats, a line is the first of a paragraph, by how narrow it is though it is full."""
        if not self.inset or beyond is None or not ends_open(line):
            return 0.0
        if abs(_excess(self.measure, line)) > OFF:
            return 0.0
        near, slack = like_lines(self.measure, line, beyond.first + SPACE), self.measure.slack(line)
        # Each line joined in this one adds to how far its width spreads.
        blur = sqrt(count_lines(self.measure, line))
        first, other = (self._density(near, slack - inset, blur) for inset in (self.inset, 0.0))
        return max(-MOST, min(MOST, log(first / other)))

    def _density(self, slacks: list[float], slack: float, blur: float = 1.0) -> float:
        """Return how dense full lines are, to the em, that leave so much empty, given some that are like them."""
        width = BLUR * blur
        total = sum(exp(-(((empty - slack) / width) ** 2) / 2) for empty in slacks)
        # No full line leaves much more empty than its next word needs: of all of them, none was seen that does.
        unseen = UNSEEN / (len(self.measure.full) + len(self.measure.joined)) / self.measure.widest
        return total / (len(slacks) * width * sqrt(2 * pi)) + unseen


def count_lines(measure: Measure, line: Line) -> int:
    """Return how many printed lines a line is: some extractors join those whose word was hyphenated."""
    return max(1, round(line.width / measure.mean))


def _excess(measure: Measure, line: Line) -> float:
    """Return by how much a line is wider than full lines are, those joined in it taken together."""
    lines = count_lines(measure, line)
    return line.width + (lines - 1) * HYPHEN - lines * measure.mean


def fit_endings(measure: Measure, columns: Iterable[list[Line]]) -> Endings:
    """Return what the lines of a book tell, given those that stand right under each other."""
    runs = list(columns)
    measure = calibrate(measure, runs)
    endings = Endings(measure, _fit_inset(measure, runs))
    return replace(endings, share=_fit_share(endings, runs)) if measure.full else endings


def _fit_inset(measure: Measure, runs: list[list[Line]]) -> float:
    """Return how much narrower first lines of paragraphs are than others that stand before words as wide."""
    if not measure.full:
        return 0.0
    first: list[float] = []
    other = 0
    for a, b, c in ((a, b, c) for run in runs for a, b, c in zip(run, run[1:], run[2:], strict=False)):
        if not ends_open(b) or not begins_small(c) or b.width > JOINED * measure.widest:
            continue
        if ends_open(a) and begins_small(b):
            other += 1
        elif not ends_open(a) and measure.slack(a) - b.first - SPACE > SHORT * measure.widest:
            first.append(measure.slack(b) - median(like_lines(measure, b, c.first + SPACE)))
    if len(first) < FEWEST or other < WANTED:
        return 0.0
    inset = median(first)
    return inset if LEAST < inset < OFF else 0.0


def _fit_share(endings: Endings, runs: list[list[Line]]) -> float:
    """Return the share of the sentences ending with a line that end a paragraph: the one that explains them best."""
    told = [endings.evidence(*three) for three in _sentence_ends(runs)]
    odds = endings.measure.odds * endings.measure.widest
    share = first = min(0.95, max(0.05, odds / (1 + odds)))
    for _ in range(ROUNDS):
        likely = sum(1 / (1 + exp(-max(-30.0, tell + log(share / (1 - share))))) for tell in told)
        share = (likely + PRIOR * first) / (len(told) + PRIOR)
    return share


def _sentence_ends(runs: list[list[Line]]) -> Iterator[tuple[Line, Line, Line | None]]:
    """Yield the lines that end a sentence, each with the two below it."""
    for run in runs:
        for a, b, c in zip(run, run[1:], [*run[2:], None], strict=False):
            if not ends_open(a) and not begins_small(b):
                yield a, b, c
