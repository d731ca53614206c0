"""The source's blocks, recognised and never altered: paragraphs, notes, headings, furniture."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from edition.labels import MARK, TITLE, called_by, lone_stars, read_label, tell_plain_labels
from edition.source import Source, Span

Kind = Literal["text", "note", "break", "folio", "running head", "copy"]

_LABEL = re.compile(rf"(?:{MARK.pattern}|\\?\*{{1,3}}(?=\s))[.:)]?[ \t]*")
_BLOCK = re.compile(r"\S(?:.*?\S)??(?=[^\S\n]*(?:\n[^\S\n]*(?:\n|\Z)|\f|\Z))", re.DOTALL)
_BREAK = re.compile(r"(?:[*_#~=\u2042\u2766—–-]\s*){1,7}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A block as the extraction gives it: a paragraph, or the part of one that stands on a page."""

    span: Span
    """Without the white space around it."""
    kind: Kind
    label: str = ""
    """Of a note: `3`, `*`; of a folio its figures."""
    body: Span | None = None
    """Of a note: what follows the label."""
    page: int = -1
    """The printed page it stands on, an index of `Recognised.pages`; -1 where the extraction does not tell."""
    opens: bool | None = None
    """True where type shows that it begins a paragraph (an indent), False where it goes on with one."""
    sure: float = 1.0
    """How likely `opens` is right."""
    cut: bool = False
    """Its last word is cut, and the hyphen lost."""
    italics: tuple[Span, ...] = ()
    """What type shows as emphasised."""
    marks: tuple[Span, ...] = ()
    """What type shows as note marks (superior figures)."""
    level: int = 0
    """Of a heading that type shows as such, from 1; 0 where it does not tell."""
    verse: bool = False
    """Its lines are lines of verse."""
    place: int = 0
    """Where it stands on its page, from 0, where the extraction moved it; the source's order decides between equals."""

    @property
    def text_span(self) -> Span:
        """The characters that are text: a note's without its label."""
        return self.body or self.span


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """Where one page of the booklet was printed, in the order of the extraction."""

    side: int
    """The sheet side, from 0."""
    row: int
    column: int
    """As seen upright, from the top left."""
    turned: bool = False
    """Printed upside down."""
    folio: int = 0
    """Its printed page number; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Shuffle:
    """Another way in which the text of a side may stand on its pages."""

    behind: float
    """How much less likely it is, in nats."""
    places: dict[int, tuple[int, int]]
    """By fragment: its page, and its place there."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The blocks of a source in its own order, and its printed pages, blank ones too, where it shows them."""

    fragments: tuple[Fragment, ...]
    pages: tuple[PrintedPage, ...] = ()
    confidence: float = 1.0
    """How sure the folios of its pages are: they may have been inferred."""
    shuffles: tuple[Shuffle, ...] = ()
    """Other ways in which the text of single sides may stand on its pages."""
    ends: tuple[Span, ...] | None = None
    """Where lines end whose hyphens were dropped; None where that is not known."""


def recognise_blocks(source: Source) -> Recognised:
    """Return the blocks that blank lines part, in the source's order: every character outside them is white space."""
    spans = (Span(*match.span()) for match in _BLOCK.finditer(source.text))
    fragments = _tell_furniture(source, tuple(_classify(source, span) for span in spans))
    fragments = _tell_paragraphs(source, _tell_plain(source, _tell_bullets(source, fragments)))
    fragments = tell_titles(source, fragments)
    if all(fragment.kind != "text" for fragment in fragments):
        # Notes to nothing are the text.
        fragments = tuple(Fragment(f.span, "text") if f.kind == "note" else f for f in fragments)
    return Recognised(fragments)


def _tell_bullets(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with asterisks that no word of the text carries told from note labels: they are bullets.

    Where daggers label notes, asterisks are the first of the same signs; and no list has one item, as the foot of a
    page has one note.
    """
    starred = [f for f in fragments if f.kind == "note" and f.label.startswith("*")]
    runs = sum(f in starred and before not in starred for before, f in pairwise((None, *fragments)))
    daggers = sum(f.kind == "note" and f.label[:1] in ("†", "‡") for f in fragments)
    calls = sum(len(lone_stars(source.at(f.span))) for f in fragments if f.kind == "text")
    if len(starred) < 3 or calls >= len(starred) / 4 or daggers >= len(starred) / 8:
        return fragments
    if calls and len(starred) < 2 * runs:
        return fragments
    return tuple(Fragment(f.span, "text") if f in starred else f for f in fragments)


def _tell_plain(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with notes whose label is no more than a figure told from text."""
    texts = [source.at(f.span) if f.kind == "text" else "" for f in fragments]
    told = list(fragments)
    for n, m in tell_plain_labels(texts, [f.label for f in fragments if f.kind == "note"]).items():
        span = fragments[n].span
        told[n] = Fragment(span, "note", m.group(1), Span(span.start + m.end(), span.end))
    return tuple(told)


def _tell_paragraphs(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with the further paragraphs of notes told from text: what is between two notes of one foot.

    It is where the second of them, the next by its label, is called above the first, since the last note with its
    label. A paragraph of a note is no longer than a note, calls none itself, and begins with none of the small letters
    that go on with a page's text.
    """
    told = list(fragments)
    longest = max((len(f.span) for f in fragments if f.kind == "note"), default=0)
    called: dict[str, int] = {}
    noted: dict[str, int] = {}
    last = -1
    for n, fragment in enumerate(fragments):
        if fragment.kind == "text":
            called |= dict.fromkeys(called_by(source.at(fragment.span)), n)
        if fragment.kind != "note" or not fragment.label:
            continue
        between = range(last + 1, n)
        above = noted.get(fragment.label, -1) < called.get(fragment.label, -1) < last
        if (
            last >= 0
            and above
            and _follows(told[last].label, fragment.label)
            and all(_may_go_on(source, fragments[k], longest) for k in between)
        ):
            for k in between:
                told[k] = replace(fragments[k], kind="note", body=fragments[k].span, opens=True)
        last = n
        noted[fragment.label] = n
    return tuple(told)


def _follows(label: str, following: str) -> bool:
    """Tell whether one label comes right after another: the next number, or another sign."""
    if label.isdigit() and following.isdigit():
        return int(following) == int(label) + 1
    return label != following and label.isdigit() == following.isdigit()


def _may_go_on(source: Source, fragment: Fragment, longest: int) -> bool:
    text = source.at(fragment.span)
    return fragment.kind == "text" and len(text) <= longest and not text[0].islower() and not called_by(text)


def tell_titles(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with the heading over two notes or more made part of the first's label."""
    told: list[Fragment] = []
    for n, fragment in enumerate(fragments):
        two = [f.kind for f in fragments[n + 1 : n + 3]] == ["note", "note"]
        if fragment.kind == "text" and two and TITLE.fullmatch(source.at(fragment.span)):
            continue
        heading = fragments[n - 1] if n and fragment.kind == "note" else None
        if heading is not None and heading.kind == "text" and heading not in told[-1:]:
            told.append(replace(fragment, span=Span(heading.span.start, fragment.span.end)))
            continue
        told.append(fragment)
    return tuple(told)


_FOLIO = re.compile(r"[\s\[(–—-]*(\d{1,3})[\s\])–—-]*")
REPEATED = 4
"""How often a short block stands in a source before it is taken for what stands on every page."""


def _tell_furniture(source: Source, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """Return the fragments with folios and running heads told from text: figures alone, and short blocks that recur."""
    texts = [" ".join(source.at(f.span).split()) if f.kind == "text" else "" for f in fragments]
    heads = Counter(_headline(text) for text in texts if text)
    numbers = {m.group(1) for text in texts if (m := _FOLIO.fullmatch(text))}
    told: list[Fragment] = []
    for n, (fragment, text) in enumerate(zip(fragments, texts, strict=True)):
        number = _FOLIO.fullmatch(text)
        if number is not None and len(numbers) >= REPEATED:
            told.append(replace(fragment, kind="folio", label=number.group(1)))
        elif _recurs(text, heads) and not _among_lines(texts, n, heads):
            told.append(replace(fragment, kind="running head"))
        else:
            told.append(fragment)
    return tuple(told)


_NAME_OR_YEAR = re.compile(r"1[4-9]\d\d|20\d\d|[^\W\d_a-zß-ÿа-я]\S*(?: (?:\w{1,3} )?[^\W\d_a-zß-ÿа-я]\S*){1,3}")


def _recurs(text: str, heads: Counter[str]) -> bool:
    return 3 < len(text) < 90 and heads[_headline(text)] >= REPEATED and not text.endswith((".", "!", "?", "”", '"'))


def _among_lines(texts: list[str], n: int, heads: Counter[str]) -> bool:
    """Tell whether a block stands beside a name or a year, as the title on the title page does."""
    beside = [texts[k] for k in (n - 1, n + 1, n + 2) if 0 <= k < len(texts)]
    return any(_NAME_OR_YEAR.fullmatch(t) and not _recurs(t, heads) for t in beside)


def _headline(text: str) -> str:
    """Return what stays the same of a running head from page to page: all but a folio at one of its ends."""
    bare = re.sub(r"^\d{1,3}\s+|\s+\d{1,3}$", "", text).lower()
    return bare if len(bare) > 12 or bare == text.lower() else text.lower()


def _classify(source: Source, span: Span) -> Fragment:
    text = source.at(span)
    label = _LABEL.match(text)
    if _BREAK.fullmatch(text):
        return Fragment(span, "break")
    if label and label.end() < len(text) and not (text[0] == "*" and "\n* " in text):
        return Fragment(span, "note", read_label(label.group()), Span(span.start + label.end(), span.end))
    return Fragment(span, "text")
