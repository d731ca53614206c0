"""How likely a paragraph ends with a line: by where it and the next one end, which may be set in, and by words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import exp, log

from edition.choices import Choices, Piece, fit_choices, make_pieces
from edition.columns import Line
from edition.measures import (
    INNER_STOP,
    JOINED,
    SPACE,
    Measure,
    begins_small,
    breaks_word,
    calibrate,
    ends_numbered,
    ends_open,
)
from edition.openings import Openings, count_openings
from edition.syllables import Ruler

SURE = 9.0
"""Nats of what is as good as certain."""
FEWEST, WANTED = 6, 15
"""First lines, and other full lines, from which an indent can be told."""
TRIED, STEP, MOST = 40, 0.1, 4.0
"""First lines that are looked at, and the indents that are tried, in em."""
LEAST = 0.3
"""The smallest indent, in em, that is told from none."""
SHORT = 0.15
"""A line that leaves so much of the measure empty, and room for the next word, surely is short."""
TOLD = 4.0
"""Nats from which the ends of lines are believed without more."""
FIRM = 3.0
"""How much better, in nats, an indent has to explain where first lines end than none does."""
AMISS, BLUR, NEAR = 0.7, 0.2, 0.05
"""A full line that leaves so many em more empty than it may is set in; how well that is known, and how finely told."""
STRAY, FADES = 0.005, 2.0
"""How likely a line ends where nothing says why; the less, the more em beyond these it leaves empty."""
FILLED = 0.0003
"""How likely a heading fills a line, or several."""
ROUNDS = 12
"""How often the share of the sentences that end a paragraph is reckoned anew from what each of them then tells."""
PRIOR = 2.0
"""How many sentences' worth the first estimate of that share has."""
SHARE = 0.25
"""How many sentences end a paragraph, as is thought at first."""
START, SWITCH = 0.3, 0.03
"""How likely a paragraph begins with a page, and how likely a quotation is set off, or ends, where one begins."""
HEADED, OPEN, MOST_OPEN = 0.3, 0.001, 0.0005
"""How many first lines of paragraphs that end without a full stop before a capital are headings, as is thought at
first, and how many other words before a capital end a paragraph so. Names have capitals, too."""
SET_OFF = 10.0
"""How much likelier one does before a quotation mark: a quotation that a sentence leads up to may be set off."""
WORD = 2.5
"""The width, in em, of a word with its space: a heading may end with any of its words."""
NUMBER = 0.3
"""How many of the numbers with a full stop end a sentence, and are no ordinals."""
SMALL, MOST_SMALL = 0.005, 0.1
"""How many sentences before a small letter end a paragraph, as is thought at first, and how many at most for each
before a capital."""
STATES = ((False, False), (True, False), (False, True), (True, True))
"""Of a line: whether a paragraph begins with it, and whether it is of a quotation that is set off."""
_CAPITAL = re.compile(r"[^\W\d_A-Z][,;:]? (?=[A-ZÀ-ÞА-ЯΑ-Ω])")


@dataclass(frozen=True, slots=True)
class Endings:
    """What the lines of a book tell of where its paragraphs end."""

    measure: Measure
    choices: Choices | None = None
    """How the printer chose where lines end, where enough of them tell."""
    inset: float = 0.0
    """How far in, in em, the first lines of paragraphs are set."""
    quoted: float = 0.0
    """The same of all lines of quotations that are set off, if there are any."""
    openings: Openings = field(default_factory=Openings)
    share: float = SHARE
    """Of all sentences, those that end a paragraph."""
    small: float = SMALL
    """Of the full stops before a small letter, those that end a paragraph."""
    headed: float = HEADED
    """Of the first lines of paragraphs that end without a full stop before a capital, those that are headings."""
    unstopped: float = OPEN
    """Of other words without a full stop before a capital, those that end a paragraph."""

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
        if self.choices is None:
            return [
                (1.0 if begins else -1.0) * SURE if begins is not None or not n else self._tell_room(lines[n - 1], line)
                for n, (line, begins) in enumerate(zip(lines, told, strict=True))
            ]
        pieces = make_pieces(lines)
        starts = [sum(len(piece.lines) for piece in pieces[:n]) for n in range(len(pieces))]
        odds = [-SURE] * len(lines)
        for start, own in zip(starts, self._read(pieces, [told[n] for n in starts]), strict=True):
            odds[start] = own
        return odds

    def _read(self, pieces: list[Piece], told: list[bool | None]) -> list[float]:
        steps = [self._steps(pieces[n - 1], pieces[n], told[n]) for n in range(1, len(pieces))]
        forward = [self._first(told[0])]
        for step in steps:
            forward.append(_scaled([sum(a * b for a, b in zip(forward[-1], row, strict=True)) for row in step]))
        backward = [[1.0] * len(STATES)]
        for step in reversed(steps):
            pairs = list(zip(step, backward[-1], strict=True))
            backward.append(_scaled([sum(row[k] * after for row, after in pairs) for k in range(len(STATES))]))
        both = [
            [a * b for a, b in zip(one, other, strict=True)]
            for one, other in zip(forward, reversed(backward), strict=True)
        ]
        return [_odds(values) for values in both]

    def _first(self, told: bool | None) -> list[float]:
        begun = START if told is None else float(told)
        apart = SWITCH if self.quoted else 0.0
        return [(begun if begins else 1 - begun) * (apart if off else 1 - apart) for begins, off in STATES]

    def _steps(self, piece: Piece, after: Piece, told: bool | None) -> list[list[float]]:
        """Return, for each state of a piece's successor, how likely the piece is what it is in each of its own."""
        chances = [
            self.chance(piece.last, after.first, first=first) if told is None else float(told)
            for first in (False, True)
        ]
        full: dict[tuple[bool, bool], float] = {}
        last: dict[tuple[bool, bool], float] = {}
        for begins, off in STATES:
            inset = self.quoted if off else self.inset * begins
            full[begins, off], last[begins, off] = self.weigh(piece, after, inset)
        if ends_open(piece.last):
            last[True, False] = self._head(piece)
        rows: list[list[float]] = []
        for begins, off in STATES:
            row = []
            for state in STATES:
                stays = 1.0 if state[1] == off else 0.0
                chance = chances[state[0]]
                if begins:
                    stays = (1 - SWITCH if stays else SWITCH) if self.quoted else stays
                row.append(stays * (chance * last[state] if begins else (1 - chance) * full[state]))
            rows.append(row)
        return rows

    def weigh(self, piece: Piece, after: Piece, inset: float) -> tuple[float, float]:
        """Return how likely a piece ends where it does, set in so far: if it is full, and if it ends a paragraph."""
        full, last = self.choices.weigh(piece, after.first, inset) if self.choices else (0.0, 1.0)
        beyond = max(0.0, self.measure.slack(piece.last) - FADES)
        return full + STRAY * exp(-beyond), last + STRAY

    def chance(self, line: Line, after: Line, *, first: bool) -> float:
        """Return how likely a paragraph ends with a line, by how it ends, and by whether it is the first of one."""
        if ends_open(line):
            number = NUMBER * self.share if ends_numbered(line) else 0.0
            unstopped = self.unstopped * (SET_OFF if after.text[0] in '“„«"' else 1.0)
            return max(number, self.headed if first else unstopped)
        if begins_small(after):
            return self.small
        told = self.openings.evidence(line.text, after.text)
        return 1 / (1 + (1 - self.share) / self.share * exp(-told))

    def _tell_room(self, line: Line, after: Line) -> float:
        return SURE if self.measure.slack(line) - after.first - SPACE > 1.0 else -SURE

    def tell_ends(self, piece: Piece, after: Piece, beyond: Piece | None, *, head: bool) -> float:
        """Return how likely, in nats, a paragraph ends with a piece, by where it and the next one end alone.

        Or a heading does.
        """
        full, last = self.weigh(piece, after, 0.0)
        told = log(self._head(piece) if head else last) - log(full)
        if not self.inset or beyond is None or not ends_open(after.last):
            return told
        first, other = (self.weigh(after, beyond, inset)[0] for inset in (self.inset, 0.0))
        return told + log(first / other)

    def _head(self, piece: Piece) -> float:
        """Return how likely a heading ends there: with any of its words, the less likely the wider it is."""
        if len(piece.lines) > 1:
            return FILLED
        wide = min(1.0, piece.first.width / self.measure.widest)
        return max(FILLED, 2 * (1 - wide) * WORD / self.measure.widest)


def how_likely(odds: float) -> float:
    """Return the probability of what so many nats speak for."""
    return 1 / (1 + exp(-odds))


def _scaled(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values] if total else [1 / len(values)] * len(values)


def _odds(values: list[float]) -> float:
    begun = sum(value for value, (begins, _) in zip(values, STATES, strict=True) if begins)
    other = sum(value for value, (begins, _) in zip(values, STATES, strict=True) if not begins)
    if not begun or not other:
        return SURE if begun else -SURE
    return max(-SURE, min(SURE, log(begun) - log(other)))


Neighbours = tuple[Piece | None, Piece, Piece, Piece | None]
"""A piece and the next one, with those before and behind both, if they stand right above and below."""


def fit_endings(measure: Measure, columns: Iterable[list[Line]], ruler: Ruler) -> Endings:
    """Return what the lines of a book tell, given those that stand right under each other."""
    runs = list(columns)
    measure = calibrate(measure, runs)
    choices = fit_choices(measure, runs, ruler) if measure.full else None
    if choices is None:
        return Endings(measure)
    ends = list(_neighbours(runs))
    endings = Endings(measure, choices, quoted=_fit_quoted(measure))
    endings = replace(endings, inset=_fit_inset(endings, choices, ends))
    full = [found for found in ends if not ends_open(found[1].last)]
    told = [(found, endings.tell_ends(*found[1:], head=False)) for found in full]
    large = [(one.last.text, two.first.text, odds) for (_, one, two, _), odds in told if not begins_small(two.first)]
    sure = [(one, two) for one, two, odds in large if odds > TOLD]
    openings = count_openings(sure, (line.text for run in runs for line in run))
    stops = sum(len(INNER_STOP.findall(line.text)) for run in runs for line in run)
    share = _fit_share([odds + openings.evidence(one, two) for one, two, odds in large], stops, SHARE)
    small = _fit_share([odds for (_, _, two, _), odds in told if begins_small(two.first)], stops, SMALL)
    endings = replace(endings, openings=openings, share=share, small=min(MOST_SMALL * share, small))
    headed, unstopped = _fit_open(endings, ends)
    return replace(endings, headed=headed, unstopped=unstopped)


def _neighbours(runs: list[list[Line]]) -> Iterator[Neighbours]:
    """Yield the pieces that have another right below them, unless they end in a hyphen that was kept."""
    for run in runs:
        pieces = make_pieces(run)
        for found in zip([None, *pieces], pieces, pieces[1:], [*pieces[2:], None], strict=False):
            if not breaks_word(found[1].last):
                yield found


def _fit_quoted(measure: Measure) -> float:
    """Return how much narrower the lines are that leave more empty than they may: what most of these have in common."""
    loose = [(need, slack) for need, slack in measure.full if slack > need + AMISS]
    tried = [n * NEAR for n in range(int(1.0 / NEAR), int(0.14 * measure.widest / NEAR))]
    fitting = {inset: sum(-BLUR < slack - inset < need + BLUR for need, slack in loose) for inset in tried}
    most = max(fitting.values(), default=0)
    if most < FEWEST or most < 0.6 * len(loose):
        return 0.0
    best = [inset for inset in tried if fitting[inset] == most]
    return best[len(best) // 2]


def _fit_inset(endings: Endings, choices: Choices, ends: list[Neighbours]) -> float:
    """Return how far first lines of paragraphs are set in: what explains best where they end."""
    measure = endings.measure
    first: list[tuple[Piece, Piece]] = []
    other = 0
    for _, before, piece, after in ends:
        if after is None or not ends_open(piece.last) or not begins_small(after.first):
            continue
        if piece.last.cut or len(piece.lines) > 1 or piece.first.width > JOINED * measure.widest:
            continue
        if ends_open(before.last) and begins_small(piece.first):
            other += 1
        elif not ends_open(before.last) and measure.slack(before.last) - piece.first.first - SPACE > (
            SHORT * measure.widest
        ):
            first.append((piece, after))
    if len(first) < FEWEST or other < WANTED:
        return 0.0
    few = first[:: -(-len(first) // TRIED)]

    def likely(inset: float) -> float:
        return sum(log(choices.weigh(piece, after.first, inset)[0] + STRAY) for piece, after in few)

    tried = [n * STEP for n in range(round(MOST / STEP))]
    inset = max(tried, key=likely)
    return inset if inset > LEAST and likely(inset) > likely(0.0) + FIRM else 0.0


def _fit_share(told: Sequence[float], others: int, first: float) -> float:
    """Return the share of the places that end a paragraph: the one that explains best what each line end tells.

    So many others are within lines; `first` is what the share is thought to be before.
    """
    share = first
    for _ in range(ROUNDS):
        likely = sum(1 / (1 + exp(-max(-30.0, tell + log(share / (1 - share))))) for tell in told)
        share = (likely + PRIOR * first) / (len(told) + others + PRIOR)
    return share


def _fit_open(endings: Endings, ends: list[Neighbours]) -> tuple[float, float]:
    """Return the shares of what ends without a full stop before a capital that are headings, and that end paragraphs.

    The first are told from lines that surely begin a paragraph, the second from those that surely do not.
    """
    heads: list[float] = []
    others: list[float] = []
    words = 0
    for before, piece, after, beyond in ends:
        words += len(_CAPITAL.findall(piece.text))
        if not ends_open(piece.last) or begins_small(after.first):
            continue
        if before is None:
            begun = piece.first.below and not piece.first.top
        else:
            begun = not ends_open(before.last) and (endings.tell_ends(before, piece, after, head=False) > TOLD)
        if begun:
            heads.append(endings.tell_ends(piece, after, beyond, head=True))
        elif before is not None and (
            breaks_word(before.last) or (ends_open(before.last) and begins_small(piece.first))
        ):
            others.append(endings.tell_ends(piece, after, beyond, head=False))
    return _fit_share(heads, 0, HEADED), min(MOST_OPEN, _fit_share(others, words, OPEN))
