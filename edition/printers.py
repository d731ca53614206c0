"""Who set a book, found from the lines of paragraphs that are known: faces, measures, and ways to choose line ends."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import exp, log
from statistics import fmean, median

from edition.advances import Face, read_faces, read_widths
from edition.choices import make_pieces
from edition.columns import Line
from edition.composers import Composer
from edition.endings import Endings
from edition.measures import JOINED, Measure, begins_small, ends_open
from edition.recomposed import Block, make_block, weigh_block
from edition.syllables import Ruler

FEWEST, MOST = 8, 36
"""Blocks from which it is told who set a book, and those that are looked at."""
LONGEST = 8
"""Lines of a block: longer ones are parted."""
FIRM = 4.0
"""Nats from which it is known where a paragraph begins, or that none does."""
LOOSE = 0.12
"""A line that leaves so much of the measure empty is not of the text, or of a narrower block."""
AROUND = 0.07
"""Full lines are so wide, as a share of most."""
STEP = 0.0025
"""By how much measures differ that are tried."""
TOGETHER = (0, 2, 4)
"""Measures of lines that are chosen together: so many steps wider than most."""
SINGLY = (0.85, 0.92, 0.98)
"""Measures of lines that are filled one by one: wider than so many of them."""
THIRD, KEPT = 3, 8
"""Every third block tells what to look at closely, so many composers."""
FAINT = 6.0
"""Nats below which it does not matter how unlikely the lines of a block are: it holds what widths are not known of."""
SHARED, LEAST = 3, 0.1
"""So many composers are believed at most, and each so likely."""

Printers = tuple[tuple[float, Composer], ...]
"""The likeliest composers, each with how likely it is."""


def fit_printers(endings: Endings, runs: Iterable[list[Line]], ruler: Ruler) -> Printers:
    """Return who may have set lines that stand right under each other; nobody where few blocks of them are known."""
    blocks = [block for run in runs for block in _find_blocks(endings, run, ruler)]
    blocks = blocks[:: -(-len(blocks) // MOST) or 1]
    if len(blocks) < FEWEST:
        return ()
    few = blocks[::THIRD]
    tried = [composer for face in _faces(blocks, ruler) for composer in _try(face, blocks, ruler)]
    ranked = sorted(tried, key=lambda composer: -_score(composer, few))[:KEPT]
    scores: dict[tuple[Face, bool], tuple[float, Composer]] = {}
    for composer in ranked:
        for step in (-1, 0, 1):
            near = composer._replace(measure=composer.measure * (1 + step * STEP))
            score = _score(near, blocks)
            way = near.face, near.together
            if way not in scores or score > scores[way][0]:
                scores[way] = score, near
    best = sorted(scores.values(), key=lambda item: -item[0])[:SHARED]
    likely = [(exp(score - best[0][0]), composer) for score, composer in best]
    total = sum(share for share, _ in likely)
    return tuple((share / total, composer) for share, composer in likely if share / total > LEAST)


def _score(composer: Composer, blocks: Sequence[Block]) -> float:
    return sum(log(max(weigh_block(composer, block), exp(-FAINT))) for block in blocks)


def _faces(blocks: Sequence[Block], ruler: Ruler) -> list[Face]:
    """Return the faces that are known, and one as wide as the book's own lines tell."""
    signs = {*"- ", *(char for block in blocks for char in block.copy.text)}
    return [*read_faces(), Face("its own", {char: ruler.measure(char) for char in sorted(signs)})]


def _try(face: Face, blocks: Sequence[Block], ruler: Ruler) -> Iterator[Composer]:
    """Yield composers of a face whose measures are about as wide as full lines are in it."""
    wide: list[float] = []
    for block in blocks:
        widths = read_widths(block.copy.text, face)
        for n, (start, end) in enumerate(zip((0, *block.ends), block.ends, strict=False)):
            wide.append(sum(widths[start:end]) - (face.widths[" "] if n else -block.indent))
    usual = median(wide)
    full = sorted(width for width in wide if abs(width / usual - 1) < AROUND)
    breaks = ruler.syllables is not None
    for steps in TOGETHER:
        yield Composer(face, fmean(full) * (1 + steps * STEP), together=True, breaks=breaks)
    for share in SINGLY:
        yield Composer(face, full[int(share * (len(full) - 1))], together=False, breaks=breaks)


def _find_blocks(endings: Endings, run: list[Line], ruler: Ruler) -> Iterator[Block]:
    """Yield the lines of a run between whose first and last surely no paragraph begins, long ones parted."""
    if not run:
        return
    pieces = make_pieces(run)
    starts = [sum(len(piece.lines) for piece in pieces[:n]) for n in range(len(pieces))]
    goes_on = [ends_open(a) and begins_small(b) for a, b in pairwise(run)]
    odds = endings.read(run, [None, *(False if goes else None for goes in goes_on)])
    bounds = [0, *(n for n in range(1, len(pieces)) if odds[starts[n]] > 0), len(pieces)]
    for first, last in pairwise(bounds):
        if any(odds[starts[n]] > -FIRM for n in range(first + 1, last)):
            continue
        opened = first > 0 and odds[starts[first]] > FIRM
        closed = last < len(pieces) and odds[starts[last]] > FIRM
        begin = first if opened or (first == 0 and begins_small(run[0])) else first + 1
        end = last if closed or (last == len(pieces) and ends_open(run[-1])) else last - 1
        if not all(_is_full(endings.measure, piece.last) for piece in pieces[begin : end - 1]):
            continue
        while end - begin > 1:
            upto = end if end - begin <= LONGEST else begin + LONGEST - 2
            indent = endings.inset if opened and begin == first else 0.0
            yield make_block(pieces[begin:upto], ruler.syllables, indent, closed=closed and upto == end)
            begin = upto


def _is_full(measure: Measure, line: Line) -> bool:
    """Tell whether a line may be a full one; of several that are joined it is not known."""
    return line.rest or line.width > JOINED * measure.widest or measure.slack(line) < LOOSE * measure.widest
