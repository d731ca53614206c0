"""The feet of printed pages: which lines are folios, which are labels of notes, and which figures call them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from edition.columns import Line, Side
from edition.numerals import Folios, find_turned, match_folios

CALL = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:!?…)\]”’»\"'“])|(?<=[.,!?…)\]][”’»\"'“)\]])"
    r"|(?<=[”’»\"“)\]][.,;:!?…]))"
    r"(?<!\W[A-Z]\.)([1-9]\d{0,2})(?![\w]|[.,:]\d|[”’»\"'][^\W_])"
)
"""A bare figure glued to a word or to the punctuation behind one: `harvest.”1`, `the mill,4`; `section C.4` is none."""
SIGN = re.compile(r"(?<=\S)(?:[*†‡§]{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?!\w)")
_BEHIND_FIGURES = re.compile(r"(?<=\d[.,;:!?…)\]”’»])([1-9]\d{0,2})(?=\s|\Z)")
NEAR = 40
"""Folios have others so near to them."""
YEARS = 1000
"""Figures from here on are years rather than labels of notes."""
AMONG = 0.6
"""How much a figure looks like a folio that stands right above or below text, where others stand apart."""
NUMBERED = 0.4
"""The share of sides that have folios at least, if any figures that stand alone are folios."""
WIDE = 1.13
"""How much wider than most lines those of notes are, or several that an extraction joined."""
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
BARE = re.compile(r"[\[(–—-]?\s*(\d{1,4})\s*[\])–—-]?|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*†‡§]{1,3}")
_LABELLED = re.compile(r"([1-9]\d{0,2}|[*†‡§]{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})([.)]?)(\s*)(?=[^\W\d_]|[“”\"'‘„«»¿¡(\[—–…])")

_GLUED = re.compile(r"(?=[^a-zß-ÿа-я])[\W]*[^\W\d_][^\W\dA-Z]")
"""How a note may begin right behind its label, as some extractors write it: not as `3rd` and `5G` do."""


@dataclass(frozen=True, slots=True)
class Foot:
    """What a line says that is no text of its own, or begins with what is none."""

    kind: str
    """`folio`; `label`, alone on its line; `labelled`, the note follows on the line; `call`, alone, of a mark."""
    label: str
    length: int
    """Characters of the line, from its start, that are the folio or the label."""
    dotted: bool = False


Feet = dict[int, Foot]
"""By the start of the line."""


def find_calls(line: Line) -> list[tuple[int, int, str]]:
    """Return what may call notes in a line: start and end in the source, and the label."""
    found = [(m.start(1), m.end(1), m.group(1)) for m in CALL.finditer(line.text)]
    found += [(m.start(), m.end(), m.group().translate(_DIGITS)) for m in SIGN.finditer(line.text)]
    return sorted((line.start + start, line.start + end, label) for start, end, label in found)


def find_late_calls(line: Line) -> list[tuple[int, int, str]]:
    """Return what may call notes behind figures, as in `in 1848.3`, if notes with these labels lack their calls."""
    return [(line.start + m.start(1), line.start + m.end(1), m.group(1)) for m in _BEHIND_FIGURES.finditer(line.text)]


def find_folios(sides: tuple[Side, ...]) -> Folios | None:
    """Return the folios of the pages of each side, those too that are not printed; None where no scheme fits.

    Figures that may be labels of notes are taken for folios only where these alone are too few, and as many as those.
    """
    blank = sum(not any(side.columns) for side in sides)
    apart = [{int(line.text) for line in _apart(side) if line.text.isdecimal()} for side in sides]
    # Some extractions keep no white space about folios.
    among = AMONG if sum(map(bool, apart)) > len(sides) / 2 else 1.0
    sure = [_bare_numbers(side) for side in sides]
    every = [set(_count_bare(side)) for side in sides]
    for found in (sure, every) if every != sure else (sure,):
        figures = [
            {number: 1.0 if number in own else among for number in numbers}
            for numbers, own in zip(found, apart, strict=True)
        ]
        folios = match_folios(figures, blank)
        if folios is not None:
            own = [
                sum(n in numbers for side, numbers in zip(folios, given, strict=True) for n in side)
                for given in (sure, found)
            ]
            return folios if 2 * own[0] >= own[1] else None
    return None


def _apart(side: Side) -> list[Line]:
    """Return the lines with white space above and below."""
    return [line for column in side.columns for n, line in enumerate(column) if _stands_apart(column, n)]


def _stands_apart(column: tuple[Line, ...], n: int) -> bool:
    """Tell whether white space stands above and below a line, as about the folio of a page in the upper row."""
    return column[n].below and (n + 1 == len(column) or column[n + 1].below)


def read_feet(sides: tuple[Side, ...], folios: Folios | None) -> Feet:
    """Return the folios and labels of all sides, by the starts of their lines."""
    book = frozenset(label for side in sides for column in side.columns for label in called_in(column))
    usual = median(line.width for side in sides for column in side.columns for line in column)
    found = [_read_side(side, book, usual) for side in sides]
    if folios is not None:
        turned = find_turned(folios, [_bare_numbers(side) for side in sides])
        back = max(max(own) for own in folios)
        apart = [{line.text for line in _apart(side)} for side in sides]
        least = min((n for n, own in _each(folios, apart) if str(n) in own), default=0)
        found = [
            _place_folios(side, own, told, {back: turned} if turned and back in told else {}, least)
            for side, own, told in zip(sides, found, folios, strict=True)
        ]
    elif _are_dense(found):
        _find_missing(found)
    else:
        found = [_without_folios(feet) for feet in found]
    dotted = Counter(foot.dotted for feet in found for foot in feet.values() if foot.kind == "labelled")
    printed = [int(foot.label) for feet in found for foot in feet.values() if foot.kind == "folio"]
    near = {n for n in printed if any(0 < abs(n - other) <= NEAR for other in printed)}
    numbered = min(len(near), sum(any(f.kind == "folio" for f in feet.values()) for feet in found))
    # A year on the title page is no folio.
    highest = 3 * median(printed) + 40 if numbered > NUMBERED * sum(any(side.columns) for side in sides) else -1
    feet: Feet = {}
    for start, foot in (item for side in found for item in side.items()):
        outside = foot.kind == "folio" and int(foot.label) > highest
        listed = foot.kind == "labelled" and dotted[foot.dotted] < dotted[not foot.dotted]
        if not outside and not listed:
            feet[start] = foot
    return feet


def _count_bare(side: Side) -> dict[int, int]:
    """Return the figures that stand alone on a side, with how often they do."""
    lines = (line for column in side.columns for line in column)
    return Counter(int(m.group(1)) for line in lines if (m := BARE.fullmatch(line.text)) and m.group(1))


def _bare_numbers(side: Side) -> set[int]:
    """Return the figures that stand alone on a side, but for the labels of the notes that it calls."""
    lines = [line for column in side.columns for line in column]
    begun = Counter(m.group(1) for line in lines if (m := _LABELLED.match(line.text)))
    called = Counter(label for column in side.columns for label in called_in(column))
    return {n for n, count in _count_bare(side).items() if count + begun[str(n)] > called[str(n)]}


def _each(folios: Folios, apart: list[set[str]]) -> Iterator[tuple[int, set[str]]]:
    for side, own in zip(folios, apart, strict=True):
        yield from ((folio, own) for folio in side)


def _place_folios(side: Side, feet: Feet, folios: tuple[int, ...], written: dict[int, int], least: int) -> Feet:
    """Return the feet of a side whose folios are known: other figures that stand alone are labels of notes.

    Of several that say the same, a folio has white space around it, is not called above, and stands last. `written` is
    how folios are written that are not what the pages' places say. Pages before the `least` that stands apart have
    none: what looks like one is the label of a note, if it is called.
    """
    placed = {
        start: Foot("label", foot.label, foot.length) if foot.kind == "folio" and int(foot.label) < YEARS else foot
        for start, foot in feet.items()
    }
    for folio in folios:
        own = [
            (not _stands_apart(column, n), not line.below, _is_called_above(column, n, m.group(1)), -line.start, line)
            for column in side.columns
            for n, line in enumerate(column)
            if (m := BARE.fullmatch(line.text))
            and m.group(1)
            and int(m.group(1)) == written.get(folio, folio)
            and (folio >= least or line.start not in feet or feet[line.start].kind != "label")
        ]
        if own:
            *_, line = min(own, key=lambda one: one[:4])
            placed[line.start] = Foot("folio", str(folio), len(line.text))
    return placed


def _is_called_above(column: tuple[Line, ...], n: int, label: str) -> bool:
    """Tell whether a figure is called above its line, as labels are, where no white space parts the pages of a side."""
    if any(line.below for line in column[1:]):
        return False
    return any(found == label for line in column[:n] for _, _, found in find_calls(line))


def _are_dense(found: list[Feet]) -> bool:
    """Tell whether the folios are those of pages: most numbers between the first and the last are there, once each."""
    folios = sorted(int(foot.label) for feet in found for foot in feet.values() if foot.kind == "folio")
    inner = [folio for folio in folios if folio <= 3 * median(folios) + 40]
    distinct = len(set(inner))
    return len(inner) > 1 and distinct >= 0.5 * (inner[-1] - inner[0] + 1) and distinct >= 0.8 * len(inner)


def _without_folios(feet: Feet) -> Feet:
    """Return the feet with figures that stand alone taken for labels of notes."""
    return {
        start: Foot("label", foot.label, foot.length) if foot.kind == "folio" and int(foot.label) < YEARS else foot
        for start, foot in feet.items()
        if foot.kind != "folio" or int(foot.label) < YEARS
    }


def _find_missing(found: list[Feet]) -> None:
    """Make folios of labels on sides that have too few, where the number is of a page found nowhere else."""
    folios = [[foot.label for foot in feet.values() if foot.kind == "folio"] for feet in found]
    known = {label for side in folios for label in side}
    counts = Counter(len(side) for side in folios if side)
    if not counts:
        return
    lowest, highest = min(map(int, known)), max(map(int, known))
    for feet, own in zip(found, folios, strict=True):
        for start, foot in list(feet.items()):
            missing = foot.kind == "label" and foot.label.isdigit() and foot.label not in known
            if missing and len(own) < counts.most_common(1)[0][0] and lowest <= int(foot.label) <= highest:
                feet[start] = Foot("folio", foot.label, foot.length)
                own.append(foot.label)


def _read_side(side: Side, book: frozenset[str], usual: float) -> Feet:
    called: dict[str, list[int]] = defaultdict(list)
    for start, label in (call for column in side.columns for call in _places(column)):
        called[label].append(start)
    strict = set(called)
    for column in side.columns:
        for start, _, label in (call for line in column for call in find_late_calls(line)):
            near = {str(int(label) - 1), str(int(label) + 1)}
            if label not in strict and not near.isdisjoint(book):
                called[label].append(start)
    labelled = _read_labelled(side, called, usual)
    inline = {foot.label for foot in labelled.values()}
    bare = _read_bare(side, {label: places for label, places in called.items() if label not in inline}, book)
    return labelled | bare


def _read_labelled(side: Side, called: dict[str, list[int]], usual: float) -> Feet:
    """Return the lines that begin with a label which the side calls; of several, those that stand last.

    Some extractions give the foot of one page before the text of the other, which calls it: such a label stands above
    its mark, and its line, or one above in its block, is wider than those of text are; or it stands alone between
    white space, with a full stop.
    """
    places: dict[str, list[tuple[int, Foot]]] = defaultdict(list)
    above: dict[str, list[tuple[int, Foot]]] = defaultdict(list)
    for column in side.columns:
        wide = False
        for n, line in enumerate(column[1:], 1):
            wide = (wide and not line.below) or any(
                WIDE * n * usual < line.width < (n + 0.75) * usual for n in (1, 2, 3)
            )
            m = _LABELLED.match(line.text)
            if m and (m.group(3) or not m.group(1).isdigit() or _GLUED.match(line.text, m.end())):
                label = m.group(1).translate(_DIGITS)
                first = next((at for at in called.get(label, []) if at != line.start), None)
                found = line.start, Foot("labelled", label, m.end(), bool(m.group(2)))
                if first is not None and (first < line.start or side.parted):
                    places[label].append(found)
                elif first is not None and (wide or _is_short_note(column, n)):
                    above[label].append(found)
    places |= {label: found for label, found in above.items() if label not in places}
    return dict(item for label, found in places.items() for item in found[-max(1, len(called[label])) :][-1:])


def _is_short_note(column: tuple[Line, ...], n: int) -> bool:
    """Tell whether a line has white space above and below, and ends with a full stop."""
    apart = column[n].below and (n + 1 == len(column) or column[n + 1].below)
    return apart and column[n].text[-1] in ".!?…”»"


def _read_bare(side: Side, called: dict[str, list[int]], book: frozenset[str]) -> Feet:
    """Return the folios and labels that stand alone on lines; a note may stand a side behind its mark in the book."""
    feet: Feet = {}
    for column in side.columns:
        bare = [(n, line, m) for n, line in enumerate(column) if (m := BARE.fullmatch(line.text))]
        taken: set[str] = set()
        for n, line, m in bare:
            label = (m.group(1) or m.group()).translate(_DIGITS)
            before = any(at < line.start for at in called.get(label, []))
            if is_call(column, n):
                feet[line.start] = Foot("call", label, len(line.text))
            elif label not in taken and n != len(column) - 1 and (before or (side.parted and label in called)):
                feet[line.start] = Foot("label", label, len(line.text))
                taken.add(label)
            elif label.isdigit() and (not side.parted or n in (0, len(column) - 1) or _stands_apart(column, n)):
                feet[line.start] = Foot("folio", label, len(line.text))
            elif label not in taken and label in book and label not in called:
                feet[line.start] = Foot("label", label, len(line.text))
                taken.add(label)
    return feet


def is_call(column: tuple[Line, ...], n: int) -> bool:
    """Tell whether a figure alone on its line is the mark of a note: the sentence above goes on right below it."""
    if n == 0 or n + 1 == len(column) or column[n].below or column[n + 1].below or not BARE.fullmatch(column[n].text):
        return False
    above, below = column[n - 1].text, column[n + 1].text
    return (above[-1].isalpha() or above[-1] in ",;”’»)") and below[0].islower()


def called_in(column: tuple[Line, ...]) -> list[str]:
    """Return the labels of notes that a column calls, once for each mark."""
    return [label for _, label in _places(column)]


def _places(column: tuple[Line, ...]) -> Iterator[tuple[int, str]]:
    """Yield what may call notes in a column: where it stands in the source, and the label."""
    for n, line in enumerate(column):
        if is_call(column, n):
            yield line.start, line.text.translate(_DIGITS)
        for start, _, label in find_calls(line):
            yield start, label
