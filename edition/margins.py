"""What of a printed page is not its text: folios, running heads, crop marks, and the notes at its foot."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from edition.habits import FIGURES, Habits, said
from edition.rows import Line
from edition.sheets import Cell
from edition.source import Source

_ROMAN = r"[ivxlcdm]{1,7}"
_FOLIO = re.compile(
    rf"[\s\-–—\[(|·•~]*(\d{{1,4}}|{_ROMAN})[\s\-–—\])|·•~]*(?:(?:of|von|de|/)\s*\d{{1,4}})?", re.IGNORECASE
)
_LABEL = re.compile(
    r"([*†‡§]{1,4}|[¹²³⁰⁴-⁹]{1,3}|\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.):]?(?=\s)"
    # Close to its note, or a small Roman numeral: before a capital or a quotation mark alone.
    r"|(?:\d{1,3}|[ivxlc]{1,7}[.):]?\s?)(?=[^\W\d_a-zß-ÿ]|[“„«\"‘(]))"
    r"[.):]?\s*(?=\S)"
)
_CROP = re.compile(r"(?:Pg\.?\s*0*(\d{1,5})\s*)+", re.IGNORECASE)
"""PDF::Cropmarks numbers every page so, in its corners."""
_COLLATION = re.compile(r"#\s*\w{1,6}\s*/\s*\w{1,6}\s*")
_EDGE = re.compile(r"(\d{1,4})\s+(?=\D)|(?<=\D)\s+(\d{1,4})$")


@dataclass(frozen=True, slots=True)
class Margin:
    """The furniture of the pages: which lines, by their place in the list, and the folio of each page."""

    folios: frozenset[int]
    heads: frozenset[int]
    numbers: dict[int, int]
    """Page to folio."""


def find_margin(source: Source, lines: tuple[Line, ...]) -> Margin:
    """Return what stands in the margins of the pages: told by its place and by being repeated, page after page."""
    crops = {at: int(m.group(1)) for at, line in enumerate(lines) if (m := _CROP.fullmatch(said(source, line)))}
    marks = {at for at, line in enumerate(lines) if _COLLATION.fullmatch(said(source, line)) or line.quarter}
    edges = _edges(lines, {*crops, *marks})
    folios = _folios(source, lines, edges)
    heads = _heads(source, lines, edges, set(folios))
    numbers = {lines[at].page: number for at, number in {**folios, **heads}.items() if number}
    cropped = {lines[at].page: number for at, number in crops.items()}
    printed = {line.page for line in lines}
    # Crop marks count every page, whatever its folio says.
    numbers = cropped if len(cropped) * 2 > len(printed) else numbers
    return Margin(frozenset({*folios, *crops}), frozenset({*heads, *marks} - {*folios, *crops}), numbers)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the head or foot of its page."""

    at: int
    foot: bool
    clear: float
    """The distance to the next line towards the middle of the page, in em."""


def _edges(lines: tuple[Line, ...], known: set[int]) -> list[_Edge]:
    """Return the two outermost lines at the head and foot of every page."""
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if at not in known:
            pages[line.page].append(at)
    found: list[_Edge] = []
    for own in pages.values():
        own.sort(key=lambda at: lines[at].baseline)
        for foot, outermost in ((False, own), (True, own[::-1])):
            for n, at in enumerate(outermost[:2]):
                away = abs(lines[outermost[n + 1]].baseline - lines[at].baseline) if n + 1 < len(own) else 99.0
                found.append(_Edge(at, foot, away / max(lines[at].size, 1)))
    return found


def _place(line: Line, edge: _Edge) -> tuple[bool, int]:
    return edge.foot, round(line.baseline / 4)


def _folios(source: Source, lines: tuple[Line, ...], edges: list[_Edge]) -> dict[int, int]:
    """Return the lines that are a page number alone, at a height where such lines stand on other pages too."""
    numbered: dict[int, tuple[_Edge, int]] = {}
    for edge in edges:
        m = _FOLIO.fullmatch(said(source, lines[edge.at]))
        if m and edge.clear > 1.0:
            numbered[edge.at] = edge, int(m.group(1)) if m.group(1).isdecimal() else 0
    heights = Counter(_place(lines[at], edge) for at, (edge, _) in numbered.items())
    pages = {line.page for line in lines}
    least = min(2, len(pages))
    return {
        at: number
        for at, (edge, number) in numbered.items()
        if _around(heights, _place(lines[at], edge)) >= max(least, 0.15 * len(numbered))
    }


def _around(heights: Counter[tuple[bool, int]], place: tuple[bool, int]) -> int:
    foot, height = place
    return sum(heights[foot, height + n] for n in (-1, 0, 1))


def _heads(source: Source, lines: tuple[Line, ...], edges: list[_Edge], folios: set[int]) -> dict[int, int]:
    """Return the lines that other pages repeat at the same height, with the folio that stands beside them, or 0."""
    keys: dict[int, tuple[str, int]] = {}
    outer = {edge.at: edge for edge in edges if edge.at not in folios}
    for at, edge in outer.items():
        text = said(source, lines[at])
        m = _EDGE.match(text) or _EDGE.search(text)
        wide = m is not None and _gap(source, lines[at], m.start() or m.end()) > 1.2 * lines[at].size
        number = int(m.group(1) or m.group(2)) if m and wide else 0
        plain = (text[: m.start()] + text[m.end() :]) if m and wide else text
        if edge.clear > 0.9 and len(plain) < 120:
            keys[at] = " ".join(re.findall(r"\w+", plain.lower())), number
    repeated = Counter((key, *_place(lines[at], outer[at])) for at, (key, _) in keys.items() if key)
    found: dict[int, int] = {}
    for at, (key, number) in keys.items():
        foot, height = _place(lines[at], outer[at])
        same = sum(repeated[key, foot, height + n] for n in (-1, 0, 1))
        if same >= 2 and (number or (same > 3 and not foot) or _set_off(lines, at, outer[at])):
            found[at] = number
    return found | _like(lines, found, {at: number for at, (_, number) in keys.items()}, outer)


def _like(
    lines: tuple[Line, ...], found: dict[int, int], others: dict[int, int], outer: dict[int, _Edge]
) -> dict[int, int]:
    """Return the lines that stand where running heads do, in their type: those of a chapter of one page."""
    kinds = Counter((*_place(lines[at], outer[at]), lines[at].size) for at in found)
    more: dict[int, int] = {}
    for at, number in others.items():
        foot, height = _place(lines[at], outer[at])
        alike = sum(kinds[foot, height + n, lines[at].size] for n in (-1, 0, 1))
        if at not in found and alike >= max(2, 0.2 * len(found)) and (number or _set_off(lines, at, outer[at])):
            more[at] = number
    return more


def _set_off(lines: tuple[Line, ...], at: int, edge: _Edge) -> bool:
    """Tell whether a line is parted from the text by more than the text's own leading."""
    own = sorted(
        abs(b.baseline - a.baseline) / max(a.size, 1)
        for a, b in zip(lines[max(at - 12, 0) : at + 12], lines[max(at - 11, 1) : at + 13], strict=False)
        if a.page == b.page == lines[at].page
    )
    return not own or edge.clear > 1.15 * own[len(own) // 2]


def _gap(source: Source, line: Line, near: int) -> float:
    """Return the widest space in pt within two characters of a place in a line."""
    widest = 0.0
    spans = [(run.edges[n], run.start + n) for run in line.runs for n in range(run.end - run.start)]
    ends = {run.start + n: run.edges[n + 1] for run in line.runs for n in range(run.end - run.start)}
    for (left, _), (right, place) in pairwise(spans):
        if abs(place - line.start - near) <= 2:
            before = place - 1 if not source.text[place - 1].isspace() else place - 2
            widest = max(widest, right - ends.get(before, left))
    return widest


_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def number_of(label: str) -> int:
    """Return the number that a label is, in figures or small Roman numerals; 0 where it is none."""
    if label.isdecimal():
        return int(label)
    if not label or not re.fullmatch(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", label):
        return 0
    values = [_VALUES[letter] for letter in label]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def read_label(source: Source, line: Line) -> tuple[str, int] | None:
    """Return the label with which a note's first line begins, and where the note itself does; None without one."""
    text = said(source, line)
    first = line.runs[0]
    if first.superior and line.end > first.end:
        raised = source.text[first.start : first.end].strip()
        if FIGURES.fullmatch(raised):
            rest = source.text[first.end : line.end]
            body = len(rest) - len(rest.lstrip(" .):"))
            return re.sub(r"[\s.)(\[\]]", "", raised), first.end + body
    m = _LABEL.match(text)
    return (re.sub(r"[\s.):(\[\]]", "", m.group(1)), line.start + m.end()) if m else None


def find_notes(source: Source, lines: list[Line], cell: Cell, size: float) -> int | None:
    """Return the place, in a page's lines, of the first below a rule that parts notes from text; None without one.

    `size` is the text's, in pt.
    """
    return _rule(source, lines, cell, _small(lines, size))


def find_unruled_notes(source: Source, lines: list[Line], size: float) -> int:
    """Return the place of the first labelled line in the small type at the foot of a page; the end where none is."""
    zone = range(_small(lines, size), len(lines))
    return next((at for at in zone if read_label(source, lines[at])), len(lines))


def find_carried(source: Source, lines: list[Line], labelled: int, habits: Habits, sizes: set[float]) -> int:
    """Return where the notes of a page begin if one goes on from the page before, in a type that notes have."""
    first = _small(lines, habits.size)
    label = read_label(source, lines[labelled]) if labelled < len(lines) else None
    if first == 0 and label is not None and number_of(label[0]) > 1:
        # A page of endnotes begins with the rest of one.
        return 0 if all(line.size in sizes for line in lines) else labelled
    if not 0 < first < min(labelled, len(lines)):
        return labelled
    left = min(line.left for line in lines[:first])
    inset = all(line.left - left > 1.2 * habits.size for line in lines[first:labelled])
    apart = lines[first].baseline - lines[first - 1].baseline > habits.leading + 0.2 * habits.size
    return first if apart and not inset and lines[first].size in sizes else labelled


def _small(lines: list[Line], size: float) -> int:
    """Return where the small type at the foot of a page begins."""
    at = len(lines)
    while at and lines[at - 1].size <= 0.94 * size:
        at -= 1
    return at


def _rule(source: Source, lines: list[Line], cell: Cell, small: int) -> int | None:
    """Return the first line below a rule under which nothing but small type, or a labelled note, follows."""
    left, right = min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)
    for rule in cell.rules:
        if not rule[0] < right or not left < rule[2]:
            continue  # of another column
        below = next((at for at, line in enumerate(lines) if line.baseline > rule[1]), len(lines))
        near = below < len(lines) and lines[below].baseline - rule[3] < 4 * lines[below].size
        if near and (below >= small or (below and lines[below].runs[0].superior and read_label(source, lines[below]))):
            return below
    return None
