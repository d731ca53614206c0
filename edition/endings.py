"""How likely a paragraph ends with a line: by what the line leaves empty, and by how far in the next one begins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import exp, log, sqrt

from edition.columns import Line
from edition.measures import JOINED, SPACE, Measure, begins_small, breaks_word, calibrate, ends_numbered, ends_open
from edition.openings import Openings, count_openings
from edition.slacks import BLUR, STEP, Slacks, fit_slacks
from edition.syllables import HYPHEN
from edition.widths import USUAL

SURE = 9.0
"""Nats of what is as good as certain."""
FEWEST, WANTED = 6, 15
"""First lines, and other full lines, from which an indent can be told."""
LEAST = 0.3
"""The smallest indent, in em, that is told from none."""
SHORT = 0.15
"""A line that leaves so much of the measure empty, and room for the next word, surely is short."""
TOLD = 4.0
"""Nats from which the widths of lines are believed without more."""
FAR, FIRM = 0.02, 3.0
"""How dense lines are at least that are no first lines after all; and how much better, in nats, an inset has to explain
the widths than none does."""
LOOSE = 0.5
"""The same of what was parted from the line above at a syllable."""
OFF = 4.0
"""A line wider or narrower than full ones by so many em is none: what it says of an indent is not believed."""
TIGHT = 1.4
"""Nats for an em: how fast a paragraph's last line grows unlikely beyond the margin. Only full lines are squeezed."""
MOST = 3.0
"""Nats that an indent tells at most: lines are justified, and their natural widths spread."""
WHOLE = 0.003
"""How many full lines leave any part of a word's width empty that could have been broken, and was not."""
ROUNDS = 12
"""How often the share of the sentences that end a paragraph is reckoned anew from what each of them then tells."""
PRIOR = 2.0
"""How many sentences' worth the first estimate of that share has."""

AMISS = 0.7
"""A full line that leaves so many em more empty than it may is set in."""
START, SWITCH = 0.3, 0.03
"""How likely a paragraph begins with a page, and how likely a quotation is set off, or ends, where one begins."""
HEADED, OPEN, MOST_OPEN = 0.3, 0.01, 0.02
"""How many of the lines without a full stop end a paragraph before a capital, as is thought at first: of those that
begin one, which may be headings, and of others. Names have capitals, too."""
NUMBER = 0.3
"""How many of the numbers with a full stop end a sentence, and are no ordinals."""
SMALL = 0.1
"""How many of the lines with a full stop before a small letter end a paragraph, as is thought at first: of a hundred
before a capital that do, so many hundredths."""
STATES = ((False, False), (True, False), (False, True), (True, True))
"""Of a line: whether a paragraph begins with it, and whether it is of a quotation that is set off."""


@dataclass(frozen=True, slots=True)
class Endings:
    """What the lines of a book tell of where its paragraphs end."""

    measure: Measure
    slacks: Slacks = field(default_factory=Slacks)
    inset: float = 0.0
    """How much narrower, in em, the first lines of paragraphs are, where they are indented."""
    quoted: float = 0.0
    """The same of all lines of quotations that are set off, if there are any."""
    openings: Openings = field(default_factory=Openings)
    share: float = 0.5
    """Of the sentences that end with a line, those that end a paragraph."""
    small: float = SMALL
    """Of the lines with a full stop before a small letter, those that end a paragraph."""
    headed: float = HEADED
    """Of the first lines of paragraphs that end without a full stop before a capital, those that are headings."""
    unstopped: float = OPEN
    """Of other lines without a full stop before a capital, those that end a paragraph."""

    def odds(self, line: Line, after: Line, beyond: Line | None) -> float:
        """Return how likely, in nats, a paragraph ends with a line that ends a sentence: positive where it does.

        `after` is the next line, `beyond` the one under it, if it stands on the same page.
        """
        lines = [line, after] if beyond is None else [line, after, beyond]
        runs_on = beyond is not None and ends_open(after) and begins_small(beyond)
        return self.read([*lines], [None, None, False if runs_on else None][: len(lines)])[1]

    def read(self, lines: list[Line], told: list[bool | None]) -> list[float]:
        """Return for lines under each other how likely, in nats, a paragraph begins with each.

        `told` says where one does or does not, and where that is open: there, a line is full before the next, or the
        last of a paragraph; the first of one is set in; and all are, in a quotation that is set off.
        """
        if not self.measure.full:
            return [
                (1.0 if begins else -1.0) * SURE if begins is not None or not n else self._tell_room(lines[n - 1], line)
                for n, (line, begins) in enumerate(zip(lines, told, strict=True))
            ]
        forward = [self._first(told[0])]
        for n in range(1, len(lines)):
            steps = self._steps(lines[n - 1], lines[n], told[n])
            forward.append(_scaled([sum(a * b for a, b in zip(forward[-1], step, strict=True)) for step in steps]))
        backward = [[1.0] * len(STATES)]
        for n in range(len(lines) - 1, 0, -1):
            steps = self._steps(lines[n - 1], lines[n], told[n])
            pairs = list(zip(steps, backward[-1], strict=True))
            backward.append(_scaled([sum(step[k] * after for step, after in pairs) for k in range(len(STATES))]))
        both = [
            [a * b for a, b in zip(one, other, strict=True)]
            for one, other in zip(forward, reversed(backward), strict=True)
        ]
        return [_odds(values) for values in both]

    def _first(self, told: bool | None) -> list[float]:
        begun = START if told is None else float(told)
        apart = SWITCH if self.quoted else 0.0
        return [(begun if begins else 1 - begun) * (apart if off else 1 - apart) for begins, off in STATES]

    def _steps(self, line: Line, after: Line, told: bool | None) -> list[list[float]]:
        """Return, for each state of a line's successor, how likely the line is what it is in each of its own states."""
        chances = [self._chance(line, after, first=first) if told is None else float(told) for first in (False, True)]
        needed = after.first + SPACE
        rows: list[list[float]] = []
        widths = {(begins, off): self.quoted if off else self.inset * begins for begins, off in STATES}
        word = USUAL.measure(after.text.split(maxsplit=1)[0]) + SPACE
        whole = WHOLE / word if self.measure.slack(line) < word else 0.0
        full = {state: self.density(line, needed, inset) + whole for state, inset in widths.items()}
        last = {state: self._last(line, inset) for state, inset in widths.items()}
        heading = self._head(line)
        for begins, off in STATES:
            row = []
            for state in STATES:
                stays = 1.0 if state[1] == off else 0.0
                chance = chances[state[0]]
                if begins:
                    stays = (1 - SWITCH if stays else SWITCH) if self.quoted else stays
                ends = chance * (heading if state == (True, False) and ends_open(line) else last[state])
                row.append(stays * (ends if begins else (1 - chance) * full[state]))
            rows.append(row)
        return rows

    def _chance(self, line: Line, after: Line, *, first: bool) -> float:
        """Return how likely a paragraph ends with a line, by how it ends, and by whether it is the first of one."""
        if ends_open(line):
            number = NUMBER * self.share if ends_numbered(line) else 0.0
            return max(number, self.headed if first else self.unstopped)
        if begins_small(after):
            return self.small
        told = self.openings.evidence(line.text, after.text)
        return 1 / (1 + (1 - self.share) / self.share * exp(-told))

    def _tell_room(self, line: Line, after: Line) -> float:
        return SURE if self.measure.slack(line) - after.first - SPACE > 1.0 else -SURE

    def tell_width(self, line: Line, after: Line, beyond: Line | None) -> float:
        """Return how likely, in nats, a paragraph ends with a line, by how wide it and the next are alone."""
        told = log(self._last(line, 0.0)) - log(self.density(line, after.first + SPACE, 0.0))
        if not self.inset or beyond is None or not ends_open(after) or abs(_excess(self.measure, after)) > OFF:
            return told
        needed = beyond.first + SPACE
        first, other = (self.density(after, needed, inset) for inset in (self.inset, 0.0))
        return told + max(-MOST, min(MOST, log(first / other)))

    def _last(self, line: Line, inset: float) -> float:
        """Return how dense, to the em, last lines of paragraphs are that are so wide: they have any width."""
        slack, lines = self.measure.slack(line) - inset, count_lines(self.measure, line)
        if line.width > JOINED * self.measure.widest and slack < (JOINED - 1) * self.measure.widest:
            # What is left of a word behind the last full line of several joined does not show.
            return 2 / self.measure.widest
        return exp(min(0.0, TIGHT * slack / lines)) / (self.measure.widest - inset)

    def _head(self, line: Line) -> float:
        """Return how dense, to the em, headings are that are so wide: the fewer, the wider."""
        return 2 * max(0.0, self.measure.widest - line.width) / self.measure.widest**2

    def density(self, line: Line, needed: float, inset: float) -> float:
        """Return how dense full lines are, to the em, that are so wide though set in, before what needs so much."""
        if line.cut:
            # It was parted from others where it would be full: it is, as well, were it set in.
            return 1 / needed
        lines = count_lines(self.measure, line)
        width = (LOOSE if line.rest else BLUR) * sqrt(lines)
        return self.slacks.density(self.measure.slack(line) - inset, needed, width)


def _scaled(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values] if total else [1 / len(values)] * len(values)


def _odds(values: list[float]) -> float:
    begun = sum(value for value, (begins, _) in zip(values, STATES, strict=True) if begins)
    other = sum(value for value, (begins, _) in zip(values, STATES, strict=True) if not begins)
    if not begun or not other:
        return SURE if begun else -SURE
    return max(-SURE, min(SURE, log(begun) - log(other)))


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
    if not measure.full:
        return Endings(measure)
    quoted = _fit_quoted(measure)
    inner = [(need, slack) for need, slack in measure.full if not quoted or slack <= need + AMISS]
    endings = Endings(measure, fit_slacks(inner, measure.widest), quoted=quoted)
    endings = replace(endings, inset=_fit_inset(endings, runs))
    sure = [(a.text, b.text) for a, b, c in _line_ends(runs) if endings.tell_width(a, b, c) > TOLD]
    endings = replace(endings, openings=count_openings(sure, (line.text for run in runs for line in run)))
    odds = endings.measure.odds * endings.measure.widest
    told = [
        endings.tell_width(*ends) + endings.openings.evidence(ends[0].text, ends[1].text) for ends in _line_ends(runs)
    ]
    share = _fit_share(told, min(0.95, max(0.05, odds / (1 + odds))))
    small = _fit_share([endings.tell_width(*ends) for ends in _line_ends(runs, small=True)], SMALL * share)
    headed, unstopped = _fit_open(endings, runs)
    return replace(endings, share=share, small=small, headed=headed, unstopped=unstopped)


def _fit_quoted(measure: Measure) -> float:
    """Return how much narrower the lines are that leave more empty than they may: what most of these have in common."""
    loose = [(need, slack) for need, slack in measure.full if slack > need + AMISS]
    tried = [n * STEP for n in range(int(1.0 / STEP), int(0.14 * measure.widest / STEP))]
    fitting = {inset: sum(-BLUR < slack - inset < need + BLUR for need, slack in loose) for inset in tried}
    most = max(fitting.values(), default=0)
    if most < FEWEST or most < 0.6 * len(loose):
        return 0.0
    best = [inset for inset in tried if fitting[inset] == most]
    return best[len(best) // 2]


def _fit_inset(endings: Endings, runs: list[list[Line]]) -> float:
    """Return how much narrower first lines of paragraphs are than others: what explains their widths best."""
    measure = endings.measure
    first: list[tuple[Line, float]] = []
    other = 0
    for a, b, c in ((a, b, c) for run in runs for a, b, c in zip(run, run[1:], run[2:], strict=False)):
        if not ends_open(b) or not begins_small(c) or b.cut or b.rest or b.width > JOINED * measure.widest:
            continue
        if ends_open(a) and begins_small(b):
            other += 1
        elif not ends_open(a) and measure.slack(a) - b.first - SPACE > SHORT * measure.widest:
            first.append((b, c.first + SPACE))
    if len(first) < FEWEST or other < WANTED:
        return 0.0

    def likely(inset: float) -> float:
        return sum(log(max(FAR, endings.density(b, needed, inset))) for b, needed in first)

    tried = [n * STEP for n in range(int(OFF / STEP))]
    inset = max(tried, key=likely)
    return inset if inset > LEAST and likely(inset) > likely(0.0) + FIRM else 0.0


def _fit_share(told: list[float], first: float) -> float:
    """Return the share of the line ends that end a paragraph: the one that explains best what each of them tells.

    `first` is what it is thought to be before.
    """
    share = first
    for _ in range(ROUNDS):
        likely = sum(1 / (1 + exp(-max(-30.0, tell + log(share / (1 - share))))) for tell in told)
        share = (likely + PRIOR * first) / (len(told) + PRIOR)
    return share


def _fit_open(endings: Endings, runs: list[list[Line]]) -> tuple[float, float]:
    """Return the shares of the lines without a full stop before a capital that are headings, and that end paragraphs.

    The first are told from lines that surely begin a paragraph, the second from those that surely do not.
    """
    heads: list[float] = []
    others: list[float] = []
    for run in runs:
        for before, a, b, c in zip([None, *run], run, run[1:], [*run[2:], None], strict=False):
            if not ends_open(a) or begins_small(b) or breaks_word(a):
                continue
            if before is None:
                begun = a.below and not a.top
            else:
                begun = not ends_open(before) and endings.tell_width(before, a, b) > TOLD
            if begun:
                heads.append(endings.tell_width(a, b, c))
            elif before is not None and (breaks_word(before) or (ends_open(before) and begins_small(a))):
                others.append(endings.tell_width(a, b, c))
    return _fit_share(heads, HEADED), min(MOST_OPEN, _fit_share(others, OPEN))


def _line_ends(runs: list[list[Line]], *, small: bool = False) -> Iterator[tuple[Line, Line, Line | None]]:
    """Yield the lines that end a sentence before what does not begin small, or does, each with the two below it."""
    for run in runs:
        for a, b, c in zip(run, run[1:], [*run[2:], None], strict=False):
            if not ends_open(a) and begins_small(b) == small and not breaks_word(a):
                yield a, b, c
