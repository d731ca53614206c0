"""A paragraph measured as the typesetter will set it: how wide it is up to each character, where lines may end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from types import MappingProxyType
from typing import Any, NamedTuple

import pyphen

from edition.typesetter import InlineBox, TextBox, create_layout, ffi, inlines, line_breaks

UNITS = 1024
"""Of the shaper, to a CSS pixel."""
HYPHEN = "\N{HYPHEN}"
"""What the typesetter adds where it breaks a word."""
HYPHENS = "-" + HYPHEN
WORD = re.compile("(?<![\\w-])[^\\W\\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\\W\\d_]+)*(?![\\w-])")
"""A word that may be broken: one with a hyphen of its own ends a line there or nowhere."""
SIGN = re.compile(r"(?<=[^\s\w])[^ ]|(?<=[^ ])[^\s\w]")
"""Where a line may begin without a space before."""
DASHES = "\N{EM DASH}\N{EN DASH}"
"""With these no line begins but the first: they stand at the end of the line before."""
SPACES = re.compile(" +")
SPREAD = " \N{NO-BREAK SPACE}"
"""What is made wider in a justified line."""
_BEHIND = ((".,", 0.6), ("-\N{HYPHEN}’", 0.5), ("”“", 0.4), (":;–", 0.3), ("»«", 0.2))
HANGS_BEHIND = MappingProxyType({sign: part for signs, part in _BEHIND for sign in signs})
"""How much of a sign hangs out of the lines behind them, by its width: so that the edge looks straight, which it does
not where the whole sign stands within."""
HANGS_BEFORE = MappingProxyType({"‘": 0.5, "‚": 0.5, "“": 0.4, "„": 0.4, "«": 0.2, "»": 0.2})
"""And how much before them."""
CAPITAL_NOUNS = "de"
"""Other languages than this one write names alone with a capital, and names are not broken."""
EDGES = ("margin_left", "margin_right", "padding_left", "padding_right", "border_left_width", "border_right_width")

Box = Any
Context = Any
Given = Any
"""What is the typesetter's own, handed on: it carries no types."""
Place = dict[int, Any] | None
"""Where a line begins, as the typesetter says it: numbers of boxes, one in another, and last that of a byte."""


class Piece(NamedTuple):
    """A text of the paragraph, with its place in it."""

    box: TextBox
    path: tuple[int, ...]
    start: int
    """Its first character in the paragraph."""


class Break(NamedTuple):
    """A place where a line may end; what is wide is measured on a line as long as the paragraph."""

    end: int
    """The character after its last one."""
    start: int
    """The first character of the next line."""
    x: float
    """Where its ink ends, a hyphen that is added included, but not what hangs out."""
    hyphen: bool
    """The line ends in a hyphen, added or the text's own."""
    added: bool = False
    """It is added."""
    hang: float = 0.0
    """How much of its last sign hangs out."""
    lead: float = 0.0
    """How much of the first sign of the next line does."""


@dataclass(slots=True)
class Measured:
    """The text of a paragraph, and how wide it is up to each of its characters."""

    box: Box
    pieces: list[Piece]
    text: str
    places: list[float]
    passed: list[int]
    """The spaces before each character."""
    space: float
    """The width of a space."""
    signs: list[int]
    """The characters before which a line may begin although no space stands there."""
    breaks: dict[bool, list[Break]] = field(default_factory=dict)
    """Where lines may end, with words broken and without: found when they are asked for."""
    starts: dict[int, int] = field(default_factory=dict)
    """The first characters of the texts, by the numbers of their boxes."""

    ragged: bool = False
    """Its spaces are as wide as they are, and its lines of different lengths."""
    centred: bool = False
    """They are, and stand in the middle."""
    hangs: bool = True
    """What stands at the edges may hang out: not where lines are centred, or read from the right."""

    def __post_init__(self) -> None:
        self.starts = {id(piece.box): piece.start for piece in self.pieces}
        self.ragged = self.box.style["text_align_all"] != "justify"
        self.centred = self.box.style["text_align_all"] == "center"
        self.hangs = self.box.style["direction"] == "ltr" and not self.centred

    def at(self, place: Place) -> int:
        """Return the character that a place means, past the spaces there."""
        path: list[int] = []
        while place is not None:
            ((number, place),) = place.items()
            path.append(number)
        number = self._character(tuple(path)) if path else 0
        while self.text[number : number + 1] == " ":
            number += 1
        return number

    def lead(self, start: int) -> float:
        """Return how much of a character hangs out where a line begins with it."""
        part = HANGS_BEFORE.get(self.text[start : start + 1], 0.0) if self.hangs else 0.0
        return part and part * (self.places[start + 1] - self.places[start])

    def _character(self, path: tuple[int, ...]) -> int:
        for piece in self.pieces:
            depth = len(piece.path)
            if path[:depth] == piece.path:
                passed = piece.box.text.encode()[: path[depth]] if len(path) > depth else b""
                return piece.start + len(passed.decode())
            if piece.path > path:
                return piece.start
        return len(self.text)


def measure(box: Box, context: Context) -> Measured | None:
    """Return the paragraph in a line box measured; None if something other than text stands in it."""
    pieces: list[Piece] = []
    if not _collect(box, (), pieces) or not pieces:
        return None
    places: list[float] = []
    signs: list[int] = []
    width = 0.0
    text = "".join(piece.box.text for piece in pieces)
    for piece in pieces:
        start = piece.start
        if 0 < start < len(text) and _parts(text[start - 1 : start + 1], piece.box.style["lang"]):
            signs.append(start)
        own, found = _shape(piece.box, context)
        places += [width + x for x in own[:-1]]
        width += own[-1]
        signs += [start + at for at in found]
    places.append(width)
    passed = [*accumulate(map(SPREAD.__contains__, text), initial=0)]
    at = text.find(" ")
    space = places[at + 1] - places[at] if at >= 0 else 0.0
    return Measured(box, pieces, text, places, passed, space or box.style["font_size"] / 4, signs)


def _parts(pair: str, language: str | None) -> bool:
    """Tell whether a line may end between two characters in different boxes, of which none is a space."""
    return " " not in pair and bool(inlines.can_break_text(pair, language))


def _collect(box: Box, path: tuple[int, ...], pieces: list[Piece]) -> bool:
    """Add the texts in a box to the pieces; tell whether there is nothing else in it."""
    for number, child in enumerate(box.children):
        if isinstance(child, TextBox):
            if "\n" in child.text or child.style["white_space"] != "normal":
                return False
            start = pieces[-1].start + len(pieces[-1].box.text) if pieces else 0
            pieces.append(Piece(child, (*path, number), start))
        elif not (type(child) is InlineBox and _is_plain(child) and _collect(child, (*path, number), pieces)):
            return False
    return True


def _is_plain(box: Box) -> bool:
    """Tell whether an inline box takes no room besides its text, and is where it stands."""
    edges = (box.style[edge] for edge in EDGES)
    return not box.is_leader and box.is_in_normal_flow() and not any(getattr(edge, "value", edge) for edge in edges)


def _shape(box: TextBox, context: Context) -> tuple[list[float], list[int]]:
    """Return how far each character of a text stands from its beginning, and last how wide it is; and the characters
    before which a line may begin although no space stands there.
    """
    text, encoded = box.text, box.text.encode()
    layout = create_layout(text, box.style, context, None, 0)
    line, _ = layout.get_first_line()
    widths = [0] * len(encoded)
    run = line.runs if encoded else ffi.NULL
    while run != ffi.NULL:
        glyphs, start = run.data.glyphs, run.data.item.offset
        infos = glyphs.glyphs
        for number, cluster in enumerate(ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)):
            widths[start + cluster] += infos[number].geometry.width
        run = run.next
    if len(encoded) > len(text):
        starts = accumulate((len(character.encode()) for character in text[:-1]), initial=0)
        widths = [widths[start] for start in starts]
    _cut(widths)
    signs = [match.start() for match in SIGN.finditer(text)]
    return [x / UNITS for x in accumulate(widths, initial=0)], line_breaks(layout, signs) if signs else []


def _cut(widths: list[int]) -> None:
    """Cut ligatures evenly: their width stands at the first of their characters."""
    end = len(widths)
    for at in range(end - 1, -1, -1):
        if widths[at]:
            if end - at > 1:
                widths[at:end] = [widths[at] // (end - at)] * (end - at)
            end = at


def breaks_of(measured: Measured, context: Context, *, broken: bool) -> list[Break]:
    """Return where lines may end, in their order; with words broken too, or whole."""
    if broken not in measured.breaks:
        text, places = measured.text, measured.places
        size, end = len(text), len(text.rstrip(" "))
        ends = [found.span() for found in SPACES.finditer(text, 1, end)] + [
            (at, at) for at in measured.signs if at < end
        ]
        found = list(_between_words(measured, ends))
        if broken:
            found += _syllables(measured, context)
        measured.breaks[broken] = [*sorted(found), Break(end, size, places[end], hyphen=False)]
    return measured.breaks[broken]


def _between_words(measured: Measured, ends: list[tuple[int, int]]) -> Iterator[Break]:
    """Yield the breaks where a line ends before one character, and the next one begins with another."""
    text, places = measured.text, measured.places
    behind = HANGS_BEHIND if measured.hangs and not measured.ragged else {}
    before = HANGS_BEFORE if measured.hangs else {}
    for end, start in ends:
        last, first = text[end - 1], text[start]
        if first not in DASHES:
            hang = behind[last] * (places[end] - places[end - 1]) if last in behind else 0.0
            lead = before[first] * (places[start + 1] - places[start]) if first in before else 0.0
            yield Break(end, start, places[end] - hang, last in HYPHENS, False, hang, lead)


def _syllables(measured: Measured, context: Context) -> Iterator[Break]:
    """Yield the breaks within words, those of one text that stand in one box."""
    places = measured.places
    for piece in measured.pieces:
        style, text = piece.box.style, piece.box.text
        language = style["lang"] and pyphen.language_fallback(style["lang"])
        if style["hyphens"] != "auto" or not language:
            continue
        total, left, right = style["hyphenate_limit_chars"]
        key = (language, left, right, total)
        dictionary = context.dictionaries.get(key)
        if dictionary is None:
            dictionary = context.dictionaries[key] = pyphen.Pyphen(lang=language, left=left, right=right)
        width = _hyphen(piece.box, context)
        hang = HANGS_BEHIND[HYPHEN] * width if measured.hangs and not measured.ragged else 0.0
        for found in WORD.finditer(text):
            start, end = found.span()
            torn = (start == 0 and piece.start and measured.text[piece.start - 1].isalpha()) or (
                end == len(text) and measured.text[piece.start + end : piece.start + end + 1].isalpha()
            )
            named = found[0][0].isupper() and not language.startswith(CAPITAL_NOUNS)
            if end - start < total or torn or named:
                continue
            for position in dictionary.positions(found[0]):
                if not position.data:
                    place = piece.start + start + position
                    yield Break(place, place, places[place] + width - hang, hyphen=True, added=True, hang=hang)


def _hyphen(box: TextBox, context: Context) -> float:
    layout = create_layout(HYPHEN, box.style, context, None, 0)
    line, _ = layout.get_first_line()
    return float(line.runs.data.glyphs.glyphs[0].geometry.width) / UNITS
