"""How wide printed lines are, and what a line's end says: whether a paragraph ends with it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from statistics import mean

from edition.columns import Line, Side
from edition.feet import Feet
from edition.syllables import HYPHEN

JOINED = 1.06
"""A line wider than this, against its measure, is more than one, joined where a hyphen was taken away."""
WIDER = 1.07
"""Lines of notes hold so much more than lines of text, at least: their type is smaller."""
SPREAD = 0.06
"""Natural widths of the full lines of one type area lie within this of the widest: justifying stretches the spaces."""
SHARED = 0.35
"""The share of the lines wider than text that have the width of notes at least."""
ALIKE = 0.8
REACH = 0.35
"""How near, in em, words and slacks must be to tell of each other."""
SPACE = 0.28
_STOP = re.compile(r"[.!?:…][—–]?[\"'”’»“)\]*_\d⁰¹²³⁴⁵⁶⁷⁸⁹†‡]*\Z")
INNER_STOP = re.compile(r"[a-zß-ÿа-яα-ω][.!?…][\"'”’»“)\]]*\d{0,2} [\"'“‘„«»¿¡(]*[A-ZÀ-ÞА-ЯΑ-Ω]")
_MARKED = re.compile(r"[^\W\d_][”’»\"',;:)]*\d{1,3}\Z")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-zA-Zа-я])[.)]\s+\S")
_SHORTENED = re.compile(
    r"(?:(?<![^\s(])\d{1,2}|\b[A-ZÀ-ÞА-Я]|"
    r"\b(?:[MD]rs?|St|Mme|Nr|Bd|vols?|nos?|pp?|chap|cf|vgl|z\. ?B|d\. ?h|u\. ?a))\.\Z"
)
_NUMBERED = re.compile(r"(?<![^\s(])\d{1,2}\.\Z")
_OPENING = "\"'“‘„«»¿¡([*_—–-…"


@dataclass(frozen=True, slots=True)
class Measure:
    """The width of a type area in em of its own type, read from its full lines."""

    widest: float
    """The natural width of the fullest lines."""
    mean: float
    full: tuple[tuple[float, float], ...] = ()
    """Of lines that surely are full: what the next line's first word needs, and what they leave empty."""
    joined: tuple[tuple[float, float], ...] = ()
    """The same of lines that are several joined."""
    odds: float = 0.0
    """How many paragraphs end on an em of the measure, for each sentence that ends with a full line."""

    def rest(self, line: Line) -> float:
        """Return the width of the last printed line in a line; some extractors join lines whose word was hyphenated."""
        width, limit = line.width, JOINED
        while width > limit * self.widest:
            width -= self.mean - HYPHEN
            limit += 0.01
        return max(width, 0.0)

    def share(self, line: Line) -> float:
        """Return the width of each of the printed lines that a line joins, if they are alike."""
        count = max(1, ceil(line.width / (JOINED * self.widest)))
        return (line.width + (count - 1) * HYPHEN) / count

    def slack(self, line: Line) -> float:
        """Return what the last printed line of a line leaves empty, in em."""
        return self.widest - self.rest(line)

    def fills(self, line: Line) -> bool:
        """Tell whether the line is as wide as full lines are, or several such lines joined."""
        lines = round(line.width / self.mean)
        tolerance = SPREAD * self.widest * (0.5 + 0.5 * lines)
        return lines > 0 and abs(line.width + (lines - 1) * HYPHEN - lines * (self.mean)) < tolerance

    def cuts(self, line: Line, other: "Measure") -> bool:
        """Tell whether a line is one of this measure and one of another joined, and not lines of this measure alone."""
        joined = self.mean + other.mean - HYPHEN
        return abs(line.width - joined) < SPREAD * self.widest and not self.fills(line)


def is_joined(measure: Measure, line: Line) -> bool:
    """Tell whether a line is several that were joined, or the last of them: what it leaves empty is not known well."""
    return line.rest or line.width > JOINED * measure.widest


def fit_measure(lines: list[Line]) -> Measure | None:
    """Return the measure that most lines share; None where no four do."""
    widths = sorted(line.width for line in lines if line.width > 8)
    best: list[float] = []
    for n, width in enumerate(widths):
        group = widths[bisect_left(widths, width * (1 - SPREAD)) : n + 1]
        if len(group) >= len(best):
            best = group
    if len(best) < 4:
        return None
    return Measure(best[int(0.97 * (len(best) - 1))], mean(best))


def ends_open(line: Line) -> bool:
    """Tell whether a sentence runs on behind the line; it may behind an abbreviation or an ordinal."""
    return _STOP.search(line.text) is None or _SHORTENED.search(line.text) is not None


def breaks_at_mark(line: Line) -> bool:
    """Tell whether a line ends with a note mark inside a sentence, where some extractors break it."""
    return _MARKED.search(line.text) is not None and ends_open(line)


def ends_numbered(line: Line) -> bool:
    """Tell whether a line ends with a number and a full stop: an ordinal, or the end of a sentence."""
    return _NUMBERED.search(line.text) is not None


def in_brackets(line: Line, after: Line) -> bool:
    """Tell whether a line ends between brackets that the next line closes."""
    closes = after.text.find(")")
    return line.text.rfind("(") > line.text.rfind(")") and closes >= 0 and "(" not in after.text[:closes]


def breaks_word(line: Line) -> bool:
    """Tell whether a line ends inside a word."""
    return line.cut or line.text[-1:] in "-\u2010\u00ad"


def begins_item(line: Line) -> bool:
    """Tell whether a line begins with the number or letter of a list."""
    return _ITEM.match(line.text) is not None


def begins_small(line: Line) -> bool:
    """Tell whether a line begins with a small letter or with punctuation that cannot begin a sentence."""
    first = line.text.lstrip(_OPENING)[:1]
    return first.islower() or line.text[:1] in ",;:!?)]”»"


def goes_on(line: Line, after: Line) -> bool:
    """Tell whether a sentence surely goes on in the next line: with a small letter, or the figure that `p.` is of."""
    return ends_open(line) and (begins_small(after) or (line.text[-1] == "." and after.text[:1].isdigit()))


def calibrate(measure: Measure, runs: Iterable[list[Line]]) -> Measure:
    """Return the measure with what its full lines leave empty, and how often a paragraph ends; see lines in runs.

    Lines are surely full from which a sentence runs on with a small letter; those that may be the first of a paragraph
    are left out. How many of them end with a sentence is
    reckoned from how many sentences end within lines; how many paragraphs end, from the lines that are surely short.
    """
    full: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    short = lines = 0
    gaps = stops = 1
    three = ((a, b, c) for run in runs for a, b, c in zip([None, *run], run, run[1:], strict=False))
    for before, line, after in three:
        slack, needed = measure.slack(line), after.first + SPACE
        lines += 1
        gaps += line.text.count(" ")
        stops += len(INNER_STOP.findall(line.text))
        if ends_open(line):
            inner = before is not None and ends_open(before)
            if inner and begins_small(after) and slack < 0.14 * measure.widest and not line.rest:
                full[line.width > JOINED * measure.widest].append((needed, slack))
        elif not begins_small(after) and slack - needed > 0.15 * measure.widest:
            short += 1
    if len(full[0]) < 40:
        return measure
    ended = (lines - short) * stops / (gaps + stops)
    odds = max(short, 1) / (0.8 * measure.widest) / max(ended, 1.0)
    return replace(measure, full=tuple(full[0]), joined=tuple(full[1]), odds=odds)


def leaves_room(measure: Measure, line: Line, after: Line) -> bool:
    """Tell whether a line likely is a paragraph's last: the first word of the next would have stood on it otherwise.

    Inside a sentence, before a capital, only a line that ends far from the margin is.
    """
    slack = measure.slack(line)
    if ends_open(line):
        # Some extractors break the line after a raised mark; no sentence breaks off on a few letters of a joined line.
        cut = breaks_at_mark(line) or (line.width > JOINED * measure.widest and slack > 0.8 * measure.widest)
        return not cut and slack > 0.13 * measure.widest
    needed = after.first + SPACE
    if not measure.full:
        return slack - needed > 1.0
    near = like_lines(measure, line, needed)
    return measure.odds > sum(abs(empty - slack) < REACH for empty in near) / len(near) / (2 * REACH)


def like_lines(measure: Measure, line: Line, needed: float) -> list[float]:
    """Return what full lines leave empty that are, like a line, joined or not, were what follows them so wide.

    They leave any share of that empty: it would have stood on them otherwise.
    """
    sample = measure.full if line.width < JOINED * measure.widest or len(measure.joined) < 20 else measure.joined
    return [empty * needed / need if empty > 0 else empty for need, empty in sample]


@dataclass(frozen=True, slots=True)
class Measures:
    """The type areas of text and notes; notes are set smaller, so that more goes on their lines."""

    text: Measure | None
    notes: Measure | None
    folios: bool = True
    """Folios tell where pages end."""

    @property
    def differ(self) -> bool:
        """Tell whether notes are known to be set smaller."""
        return self.text is not None and self.notes is not None and self.notes.mean >= WIDER * self.text.mean

    def tells(self, line: Line) -> str:
        """Return whether a full line is `text` or `note`; nothing for a short one, or where the two are too near."""
        if self.text is None or self.notes is None or not self.differ:
            return ""
        if line.width > JOINED * self.notes.widest:
            return ""
        text, note = self.text.fills(line), self.notes.fills(line)
        return "" if text == note else "text" if text else "note"

    def full_lines(self, sides: tuple[Side, ...], feet: Feet) -> list[str]:
        """Return the lines of text that are surely full, and none is the first of a paragraph."""
        if self.text is None:
            return []
        found: list[str] = []
        for column in (column for side in sides for column in side.columns):
            for three in zip(column, column[1:], column[2:], strict=False):
                before, line, after = three
                runs_on = ends_open(before) and ends_open(line) and begins_small(after)
                if runs_on and self.text.fills(line) and not any(one.start in feet for one in three):
                    found += [line.text] * (line.width < JOINED * self.text.widest)
        return found

    def joins_text(self, line: Line) -> bool:
        """Tell whether a line is several lines of text joined, rather than of notes."""
        if self.text is None or self.notes is None or line.width < JOINED * self.notes.widest:
            return False
        return self.text.fills(line) and not self.notes.fills(line)


def fit_measures(sides: tuple[Side, ...], feet: Feet) -> Measures:
    """Return the measures of text and notes, the notes' from the lines between labels and folios."""
    text: list[Line] = []
    notes: list[Line] = []
    for side in sides:
        for column in side.columns:
            noted = False
            for line in column:
                foot = feet.get(line.start)
                noted = (noted or foot is not None) and not (foot is not None and foot.kind == "folio")
                if foot is None or foot.kind == "labelled":
                    (notes if noted else text).append(line)
    known = any(foot.kind == "folio" for foot in feet.values())
    found = Measures(fit_measure(text), _fit_notes(fit_measure(text), notes), folios=known)
    # The lines below the labels may be mostly text of the next page.
    return found if found.differ else replace(found, notes=None)


def _fit_notes(text: Measure | None, lines: list[Line]) -> Measure | None:
    """Return the measure of notes, though text of the next page may be among the lines below their labels.

    Lines that were joined where a hyphen was taken away have any width: many must share that of notes.
    """
    found = fit_measure(lines)
    if text is None or found is None or found.mean >= WIDER * text.mean:
        return found
    among = [line for block in _blocks(lines) if not _is_text(text, block) for line in block]
    wider = [line for line in among if WIDER * text.mean < line.width < 1.6 * text.mean]
    own = fit_measure(wider)
    if own is None or sum(own.fills(line) for line in wider) < SHARED * len(wider):
        return found
    return own


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines between white space."""
    start = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or lines[n].below:
            yield lines[start:n]
            start = n


def _is_text(text: Measure, block: list[Line]) -> bool:
    filled = sum(text.fills(line) and line.width < JOINED * text.widest for line in block)
    return filled > 0.3 * len(block)
